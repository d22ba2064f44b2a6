"""The columns of Meta's content exports in every language seen, and the metrics that they bring."""

from __future__ import annotations

from smmdesk.core.i18n import mark
from smmdesk.core.readings import Additivity, Direction, Metric, Unit
from smmdesk.importers.tables import Column, column

B, E = Additivity.UNIQUE, Additivity.RATIO
BAD, NEUTRAL = Direction.UP_IS_BAD, Direction.NEUTRAL

METRICS = (
    Metric("instagram.post.views.v1", mark("Views"), mark("How often the post was played or shown, repeats included.")),
    Metric("instagram.post.reach.v1", mark("Reach"), mark("Accounts that saw the post at least once."), additivity=B),
    Metric("instagram.post.likes.v1", mark("Likes"), mark("Likes of the post.")),
    Metric("instagram.post.comments.v1", mark("Comments"), mark("Comments on the post.")),
    Metric("instagram.post.shares.v1", mark("Shares"), mark("How often the post was shared.")),
    Metric("instagram.post.saves.v1", mark("Saves"), mark("How often the post was saved.")),
    Metric("instagram.post.follows.v1", mark("Follows"), mark("Accounts that began to follow from the post.")),
    Metric(
        "instagram.post.navigation.v1",
        mark("Story navigation"),
        mark("Taps forward, back and out of the story."),
        direction=NEUTRAL,
    ),
    Metric("instagram.post.replies.v1", mark("Replies"), mark("Replies to the story.")),
    Metric("instagram.post.sticker_taps.v1", mark("Sticker taps"), mark("Taps on stickers of the story.")),
    Metric("instagram.post.profile_visits.v1", mark("Profile visits"), mark("Visits to the profile from the post.")),
    Metric("instagram.post.link_clicks.v1", mark("Link clicks"), mark("Clicks on the link of the story.")),
    Metric("facebook.post.views.v1", mark("Views"), mark("How often the post was played or shown, repeats included.")),
    Metric(
        "facebook.post.impressions.v1",
        mark("Impressions"),
        mark("How often the post entered a screen; Meta's count until it was replaced by views."),
    ),
    Metric("facebook.post.reach.v1", mark("Reach"), mark("Accounts that saw the post at least once."), additivity=B),
    Metric(
        "facebook.post.interactions.v1",
        mark("Reactions, comments and shares"),
        mark("Reactions, comments and shares of the post together."),
    ),
    Metric("facebook.post.reactions.v1", mark("Reactions"), mark("Reactions to the post.")),
    Metric("facebook.post.comments.v1", mark("Comments"), mark("Comments on the post.")),
    Metric("facebook.post.shares.v1", mark("Shares"), mark("How often the post was shared.")),
    Metric("facebook.post.total_clicks.v1", mark("Total clicks"), mark("All clicks on the post.")),
    Metric("facebook.post.link_clicks.v1", mark("Link clicks"), mark("Clicks on the link of the post.")),
    Metric("facebook.post.photo_clicks.v1", mark("Photo clicks"), mark("Clicks on photos of the post.")),
    Metric("facebook.post.other_clicks.v1", mark("Other clicks"), mark("Clicks that are not on link or photo.")),
    Metric(
        "facebook.post.seconds_viewed.v1",
        mark("Seconds viewed"),
        mark("Time for which the video was played."),
        Unit.SECONDS,
    ),
    Metric(
        "facebook.post.average_seconds_viewed.v1",
        mark("Average seconds viewed"),
        mark("Time played per view of the video."),
        Unit.SECONDS,
        E,
    ),
    Metric("facebook.post.video_views_3s.v1", mark("3-second video views"), mark("Plays of three seconds or more.")),
    Metric("facebook.post.video_views_1m.v1", mark("1-minute video views"), mark("Plays of one minute or more.")),
    Metric(
        "facebook.post.viewers_3s.v1",
        mark("3-second viewers"),
        mark("Accounts that played three seconds or more."),
        additivity=B,
    ),
    Metric(
        "facebook.post.viewers_1m.v1",
        mark("1-minute viewers"),
        mark("Accounts that played one minute or more."),
        additivity=B,
    ),
    Metric(
        "facebook.post.reach_organic.v1",
        mark("Reach of organic posts"),
        mark("Accounts that saw the post without paid distribution."),
        additivity=B,
    ),
    Metric(
        "facebook.post.reach_boosted.v1",
        mark("Reach of boosted posts"),
        mark("Accounts that saw the post through paid distribution."),
        additivity=B,
    ),
    Metric(
        "facebook.post.negative_feedback.v1",
        mark("Negative feedback"),
        mark("Posts hidden, reported or marked as spam."),
        direction=BAD,
    ),
    Metric(
        "facebook.post.negative_feedback_users.v1",
        mark("Accounts with negative feedback"),
        mark("Accounts that hid, reported or marked the post."),
        additivity=B,
        direction=BAD,
    ),
    Metric(
        "facebook.post.ad_impressions.v1",
        mark("Ad impressions"),
        mark("Advertisements shown within the video."),
        direction=NEUTRAL,
    ),
    Metric("facebook.video_reach.v1", mark("Reach of the video"), mark("Accounts that saw the video."), additivity=B),
    Metric("facebook.video_views_3s.v1", mark("3-second video views"), mark("Plays of three seconds or more.")),
    Metric("facebook.video_views_1m.v1", mark("1-minute video views"), mark("Plays of one minute or more.")),
    Metric(
        "facebook.video_seconds_viewed.v1",
        mark("Seconds viewed"),
        mark("Time for which the video was played."),
        Unit.SECONDS,
    ),
    Metric("facebook.video_reactions.v1", mark("Reactions to the video"), mark("Reactions to the video.")),
    Metric("facebook.video_comments.v1", mark("Comments on the video"), mark("Comments on the video.")),
    Metric("facebook.video_shares.v1", mark("Shares of the video"), mark("How often the video was shared.")),
)

POST: tuple[Column, ...] = (
    column(
        "post_id",
        en="Post ID",
        pt=("Identificação da publicação", "Identificação do post"),
        es="Identificador de la publicación",
        sv="Publicerings-id",
    ),
    column("title", en="Title", sv="Titel", it="Titolo"),
    column("text", en="Description", pt="Descrição", es="Descripción", sv="Beskrivning", it="Descrizione"),
    column(
        "duration",
        en=("Duration (sec)", "Duration (secs)"),
        pt=("Duração (segundos)", "Duração (s)"),
        es="Duración (segundos)",
        sv="Varaktighet (sek)",
    ),
    column(
        "published",
        en="Publish time",
        pt="Horário de publicação",
        es="Hora de publicación",
        sv="Publiceringstid",
        it="Orario di pubblicazione",
    ),
    column("permalink", en="Permalink", pt="Link permanente", es="Enlace permanente", sv="Permalänk"),
    column(
        "kind",
        en="Post type",
        pt=("Tipo de publicação", "Tipo de post"),
        es="Tipo de publicación",
        sv="Inläggstyp",
        it="Tipo di post",
    ),
    column("comment", en="Data comment", pt="Comentário de dados", es="Comentario sobre los datos", sv="Datakommentar"),
    column("span", en="Date", pt="Data", es="Fecha", sv="Datum", it="Data"),
)

ACCOUNT = (
    column("account_id", en="Account ID", pt="Identificação da conta", es="Identificador de la cuenta", sv="Konto-id"),
    column(
        "account_handle",
        en="Account username",
        pt="Nome de usuário da conta",
        es="Nombre de usuario de la cuenta",
        sv="Kontots användarnamn",
    ),
    column("account_name", en="Account name", pt="Nome da conta", es="Nombre de la cuenta", sv="Kontonamn"),
)

PAGE = (
    column("account_id", en="Page ID", es="Identificador de la página", sv="Sid-id"),
    column("account_name", en="Page name", es="Nombre de la página", sv="Sidnamn"),
)


def _instagram(name: str) -> str:
    return f"instagram.post.{name}.v1"


def _facebook(name: str) -> str:
    return f"facebook.post.{name}.v1"


INSTAGRAM_METRICS = (
    column("views", metric=_instagram("views"), en="Views", pt="Visualizações", es="Visualizaciones", sv="Visningar"),
    column("reach", metric=_instagram("reach"), en="Reach", pt="Alcance", es="Alcance", sv="Räckvidd", it="Copertura"),
    column(
        "likes",
        metric=_instagram("likes"),
        en="Likes",
        pt="Curtidas",
        es="Me gusta",
        sv="Gilla-markeringar",
        it="Mi piace",
    ),
    column(
        "shares",
        metric=_instagram("shares"),
        en="Shares",
        pt="Compartilhamentos",
        es="Veces que se ha compartido",
        sv="Delningar",
        it="Condivisioni",
    ),
    # "Seguidores" in the Spanish file are the follows that the post gained, not the followers.
    column("follows", metric=_instagram("follows"), en="Follows", pt="Seguimentos", es="Seguidores", sv="Följer"),
    column(
        "comments",
        metric=_instagram("comments"),
        en="Comments",
        pt="Comentários",
        es="Comentarios",
        sv="Kommentarer",
        it="Commenti",
    ),
    column("saves", metric=_instagram("saves"), en="Saves", pt="Salvamentos", es="Veces guardado", sv="Sparade objekt"),
)

STORY_METRICS = (
    column("navigation", metric=_instagram("navigation"), en="Navigation", pt="Navegação"),
    column("replies", metric=_instagram("replies"), en="Replies", pt="Respostas"),
    column("sticker_taps", metric=_instagram("sticker_taps"), en="Sticker taps", pt="Toques em figurinhas"),
    column("profile_visits", metric=_instagram("profile_visits"), en="Profile visits", pt="Visitas ao perfil"),
    column("link_clicks", metric=_instagram("link_clicks"), en="Link clicks", pt="Cliques no link"),
)

FACEBOOK_METRICS = (
    column("views", metric=_facebook("views"), en="Views", sv="Visningar"),
    column("impressions", metric=_facebook("impressions"), en="Impressions"),
    column("reach", metric=_facebook("reach"), en="Reach", sv="Räckvidd", it="Copertura"),
    column(
        "interactions",
        metric=_facebook("interactions"),
        en="Reactions, comments and shares",
        it="Reazioni, commenti e condivisioni",
    ),
    column("reactions", metric=_facebook("reactions"), en="Reactions", it="Reazioni"),
    column("comments", metric=_facebook("comments"), en="Comments", sv="Kommentarer", it="Commenti"),
    column("shares", metric=_facebook("shares"), en="Shares", sv="Delningar", it="Condivisioni"),
    column("total_clicks", metric=_facebook("total_clicks"), en="Total clicks", sv="Totalt antal klick"),
    column("link_clicks", metric=_facebook("link_clicks"), en="Link clicks", sv="Länkklick"),
    column("photo_clicks", metric=_facebook("photo_clicks"), en="Matched Audience Targeting Consumption (Photo Click)"),
    column("other_clicks", metric=_facebook("other_clicks"), en="Other clicks", sv="Övriga klick"),
    column("seconds_viewed", metric=_facebook("seconds_viewed"), en="Seconds viewed"),
    column("average_seconds_viewed", metric=_facebook("average_seconds_viewed"), en="Average seconds viewed"),
    column("video_views_3s", metric=_facebook("video_views_3s"), en="3-second video views"),
    column("video_views_1m", metric=_facebook("video_views_1m"), en="1-minute video views"),
    column("viewers_3s", metric=_facebook("viewers_3s"), en="3-second viewers"),
    column("viewers_1m", metric=_facebook("viewers_1m"), en="1-minute viewers"),
    column("reach_organic", metric=_facebook("reach_organic"), en="Reach from Organic posts"),
    column("reach_boosted", metric=_facebook("reach_boosted"), en="Reach from Boosted posts"),
    column("negative_feedback", metric=_facebook("negative_feedback"), en="Negative feedback from users"),
    column(
        "negative_feedback_users",
        metric=_facebook("negative_feedback_users"),
        en="Unique negative feedback from users",
    ),
    column("ad_impressions", metric=_facebook("ad_impressions"), en="Ad impressions"),
)

# Columns that are known and carry nothing that is kept.
FACEBOOK_IGNORED = (
    column("caption_type", en="Caption type", sv="Typ av undertext"),
    column("is_crosspost", en="Is crosspost", sv="Är korspublicering"),
    column("is_share", en="Is share", sv="Delat"),
    column("languages", en="Languages", sv="Språk"),
    column("labels", en="Custom labels", sv="Anpassade etiketter"),
    column("funded", en="Funded content status", sv="Status för betalinnehåll"),
    column("internal", en="IMPRESSION:UNIQUE_USERS"),
)

VIDEO_METRICS = (
    column("reach", metric="facebook.video_reach.v1", en="Reach", es="Alcance"),
    column("video_views_3s", metric="facebook.video_views_3s.v1", en="3-second video views"),
    column("video_views_1m", metric="facebook.video_views_1m.v1", en="1-minute video views"),
    column("seconds_viewed", metric="facebook.video_seconds_viewed.v1", en="Seconds viewed"),
    column("reactions", metric="facebook.video_reactions.v1", en="Reactions"),
    column("comments", metric="facebook.video_comments.v1", en="Comments"),
    column("shares", metric="facebook.video_shares.v1", en="Shares"),
)
VIDEO_IGNORED = (
    column("duration", en=("Duration (sec)", "Duration (secs)"), es="Duración (segundos)"),
    column("labels", en="Custom labels"),
    column("comment", en="Data comment", es="Comentario sobre los datos"),
)
