"""Studio dentistico Chiari: a dental practice, in Italian, addressed with Lei; its money is told, not measured."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from smmdesk.core.periods import Month
from smmdesk.domain.accounts import AccountDraft
from smmdesk.domain.clients import ClientDraft, ContactDraft
from smmdesk.domain.contracts import ContractDraft
from smmdesk.domain.demo.logos import practice_logo
from smmdesk.domain.demo.paperwork import Ledger, mail, system_export
from smmdesk.domain.demo.story import Caption, Happening, Kpi, Money, Sheet, Story
from smmdesk.domain.events import EventKind

OCT25, NOV25, DEC25, JAN, FEB, MAR, APR, MAY, JUN, JUL, AUG, SEP, OCT = (Month(2025, 10).plus(n) for n in range(13))
SITE = "https://studiochiari.example.it"
_WRITER = "Laura Fermi <segreteria@studiochiari.example.it>"

# Information and service only: no promise of results, no prices as a lure, no picture of a patient.
_CAPTIONS = (
    Caption(
        "La prima visita", "Come si svolge la prima visita: si parla, si guarda, si decide insieme. Dura 40 minuti."
    ),
    Caption("Spazzolino: quando cambiarlo", "Lo spazzolino si cambia ogni tre mesi, prima se le setole sono aperte."),
    Caption("Paura del dentista", "Avere paura è normale. Ce lo dica: ci fermiamo quando lo chiede Lei."),
    Caption("Denti e gravidanza", "In gravidanza le gengive si infiammano più facilmente. Ecco cosa può fare a casa."),
    Caption(
        "Il primo controllo dei bambini",
        "Il primo controllo si fa quando spuntano i dentini, per gioco e senza fretta.",
    ),
    Caption("Gengive che sanguinano", "Le gengive che sanguinano non sono un dettaglio: è il momento di un controllo."),
    Caption("Filo interdentale", "Il filo interdentale in un minuto, spiegato dalla nostra igienista."),
    Caption("Sala d'attesa nuova", "Abbiamo tolto la televisione dalla sala d'attesa e messo una libreria."),
    Caption("Chi siamo: Sara", "Sara è la nostra igienista da undici anni. Il suo consiglio: due minuti, due volte."),
    Caption("Radiografie", "Quando serve una radiografia e quando no: le risposte alle domande di sempre."),
    Caption("Sensibilità al freddo", "Sente il freddo su un dente solo? Le tre cause più frequenti."),
    Caption("Urgenze", "Per un'urgenza chiami: teniamo ogni giorno due posti liberi."),
    Caption("Bruxismo", "Stringe i denti di notte? Il dolore al mattino è il segno che lo dice."),
    Caption("Orari", "Il martedì siamo aperti fino alle 20, per chi lavora."),
    Caption("Sterilizzazione", "Che cosa succede agli strumenti dopo ogni visita, in sei passaggi."),
    Caption("Igiene con apparecchio", "Con l'apparecchio si pulisce così: tre strumenti e un po' di pazienza."),
)


def captions(month: Month) -> Sequence[Caption]:
    """Return what there is to tell in a month."""
    return _CAPTIONS[month.number % 4 :] + _CAPTIONS[: month.number % 4]


_SALES = {
    OCT25: 34_180_00, NOV25: 36_420_00, DEC25: 28_900_00, JAN: 35_270_00, FEB: 36_110_00, MAR: 38_460_00,
    APR: 35_940_00, MAY: 39_380_00, JUN: 37_720_00, JUL: 30_150_00, AUG: 9_640_00, SEP: 40_860_00, OCT: 42_310_00,
}  # fmt: skip


def _money() -> Money:
    ledger = Ledger("practice")
    # month, first visits that the secretary noted, requests from the form, advertisements, visits by the tracked number
    months: list[tuple[Month, int, int, int, int]] = [
        (OCT25, 0, 4, 90_00, 0),
        (NOV25, 2, 6, 90_00, 0),
        (DEC25, 2, 4, 60_00, 0),
        (JAN, 3, 8, 90_00, 0),
        (FEB, 4, 9, 90_00, 1),
        (MAR, 4, 9, 90_00, 1),
        (APR, 3, 7, 90_00, 1),
        (MAY, 5, 10, 90_00, 2),
        (JUN, 5, 9, 90_00, 1),
        (JUL, 3, 5, 60_00, 1),
        (AUG, 0, 0, 0, 0),
        (SEP, 6, 13, 120_00, 2),
        (OCT, 7, 12, 90_00, 2),
    ]
    for month, visits, requests, ads, tracked in months:
        told = month.settled_from()
        if visits:
            ledger.value(
                month, month.first_day.replace(day=24), f"P-{month}", "appointment",
                f"Prime visite: alla domanda «come ci ha conosciuti» hanno risposto Instagram ({visits})", 190_00,
                quantity=visits, tier="confirmed", tie="none", source="Elenco della segreteria, senza nomi",
                confirmed_by="Laura Fermi", confirmed_on=told,
                evidence={f"mail-segreteria-{month}.eml": mail(
                    _WRITER, told, f"Prime visite {month}",
                    f"Gentile Giulia,\n\nle prime visite arrivate da Instagram nel mese sono {visits}. Come "
                    "d'accordo non mando nomi.\n\nLaura Fermi",
                )},
            )  # fmt: skip
        if tracked:
            rows = [
                (f"{month}-{9 + 8 * one:02d}", f"{month}-{one + 1}", "numero dedicato", "190.00")
                for one in range(tracked)
            ]
            ledger.value(
                month, month.first_day.replace(day=17), f"N-{month}", "appointment",
                f"Prime visite prenotate dal numero che sta solo su Instagram ({tracked})", 190_00,
                quantity=tracked, tier="measured", tie="number", source="Agenda dello studio",
                evidence={f"numero-dedicato-{month}.csv": system_export("canale", rows)},
            )  # fmt: skip
        if requests:
            ledger.value(
                month, month.last_day, f"M-{month}", "lead",
                "Richieste dal modulo del sito: una su quattro diventa visita",
                190_00, quantity=requests, probability="25", tier="estimated",
                source="Ipotesi concordata con la dott.ssa Chiari",
            )  # fmt: skip
        ledger.fee(month, 450_00, "Compenso mensile (regime forfettario)", f"fattura-{month}.txt")
        ledger.cost(month, f"B-{month}", "stamp", "Bollo sulla fattura", 2_00)
        if ads:
            ledger.cost(
                month, f"A-{month}", "ads", "Inserzioni su Meta, con IVA che lo studio non detrae", ads, vat_rate="22",
                receipt=True,
            )  # fmt: skip
        ledger.total(month, _SALES[month], "Prestazioni dello studio, dal gestionale")
        ledger.cost(month, f"H-{month}", "staff", "Tempo della segreteria, 15,00 l'ora", 15_00, quantity="2")
    return ledger.money()


_GOAL = "Far conoscere lo studio a chi cerca un dentista in zona."

_SHEETS = {
    AUG: Sheet(
        _GOAL,
        worked="La guida sugli orari d'estate: molti l'hanno salvata prima delle ferie.",
        did_not_work="Lo studio era chiuso tre settimane e nessuna visita è arrivata.",
        we_change="Da settembre le urgenze hanno una pagina propria, con il numero in alto.",
        request="Ci confermi gli orari d'autunno, martedì sera compreso.",
        request_by=date(2026, 9, 10),
        kpis=(Kpi("Richieste dal modulo", "ledger.leads", target=Decimal(5)),),
    ),
    SEP: Sheet(
        _GOAL,
        worked="Il post sulla paura del dentista: il più salvato da quando lavoriamo insieme.",
        did_not_work="Su LinkedIn i post clinici non li legge quasi nessuno.",
        we_change="Su LinkedIn parliamo del lavoro in studio, non di cure.",
        request="Chieda a Sara se gira con noi un video sul filo interdentale.",
        request_by=date(2026, 10, 10),
        kpis=(
            Kpi("Prime visite", "ledger.appointments", target=Decimal(7)),
            Kpi("Costo per prima visita", "ledger.cost_per_appointment", target=Decimal(80), lower_is_better=True),
            Kpi("Salvataggi su Instagram", "instagram.post.saves.v1", "instagram", target=Decimal(60)),
        ),
    ),
    OCT: Sheet(
        _GOAL,
        worked="Il video di Sara sul filo interdentale: lo hanno mandato ad amici più di ogni altro.",
        did_not_work="Le richieste dal modulo sono scese: il modulo chiede troppe cose.",
        we_change="Il modulo passa da nove domande a tre.",
        request="Ci dica quali tre domande servono davvero alla segreteria.",
        request_by=date(2026, 11, 10),
        kpis=(
            Kpi("Prime visite", "ledger.appointments", target=Decimal(8)),
            Kpi("Costo per prima visita", "ledger.cost_per_appointment", target=Decimal(75), lower_is_better=True),
            Kpi("Richieste dal modulo", "ledger.leads", target=Decimal(14)),
            Kpi("Salvataggi su Instagram", "instagram.post.saves.v1", "instagram", target=Decimal(60)),
        ),
    ),
}

# impressions and new followers on LinkedIn by month
LINKEDIN_SHOWN = {
    NOV25: 1_420, DEC25: 1_180, JAN: 1_560, FEB: 1_690, MAR: 1_770, APR: 1_640, MAY: 1_820, JUN: 1_730, JUL: 1_210,
    AUG: 540, SEP: 1_580, OCT: 1_940,
}  # fmt: skip
LINKEDIN_GAINED = {
    NOV25: 7, DEC25: 5, JAN: 9, FEB: 8, MAR: 9, APR: 7, MAY: 10, JUN: 8, JUL: 5, AUG: 2, SEP: 9, OCT: 12,
}  # fmt: skip

STORY = Story(
    draft=ClientDraft(
        name="Studio dentistico Chiari",
        language="it",
        currency="EUR",
        timezone="Europe/Rome",
        address_form="Lei",
        legal_name="Dott.ssa Elena Chiari",
        recoverable_vat=Decimal(0),
        attribution_rule="Come lo dice il paziente alla prima visita; il numero dedicato dove c'è.",
        sdi_code="0000000",
        certified_email="pec@studiochiari.example.it",
        brand_color="#2f7d6b",
        accent_color="#9ccfc0",
        note="Esempio: lo studio e le persone sono inventati. Nessun dato di pazienti nelle prove.",
    ),
    contacts=(
        ContactDraft(
            "Elena Chiari", "elena@studiochiari.example.it", "+39 0123 456711", decides=True, approves=True, crisis=True
        ),
        ContactDraft("Laura Fermi", "segreteria@studiochiari.example.it", "+39 0123 456712", pays=True),
    ),
    contracts=(
        ContractDraft(
            start=date(2025, 10, 1),
            end=date(2026, 12, 31),
            fee=450_00,
            quotas={"post": 4, "reel": 2, "carousel": 2, "article": 1},
            notice_by=date(2026, 11, 30),
            carry_over_months=None,
            look_back_days=60,
            margin=Decimal(60),
            margin_agreed_with="Elena Chiari",
            margin_agreed_on=date(2025, 9, 29),
            typical_order=190_00,
        ),
    ),
    accounts=(
        AccountDraft(
            "instagram",
            "studiochiari.esempio",
            "Studio dentistico Chiari",
            "17841499999000033",
            owner="Elena Chiari",
            my_role="Redattrice",
            access="Invito da Business Suite",
            second_factor="SMS, sul telefono dello studio",
        ),
        AccountDraft("linkedin", "", "Studio dentistico Chiari", owner="Elena Chiari", my_role="Amministratrice"),
        AccountDraft("ga4", "", "studiochiari.example.it", owner="Elena Chiari", my_role="Visualizzatrice", link=SITE),
    ),
    logo=practice_logo,
    captions=captions,
    second_sentences=(
        "Per un appuntamento può chiamare o usare il modulo del sito.",
        "Ne parli con noi alla prossima visita.",
        "Salvi il post: potrà servirle.",
        "Se ha una domanda, la scriva: risponde la dottoressa.",
        "Lo mandi a chi rimanda da troppo tempo.",
    ),
    hashtags="#StudioChiari #Prevenzione",
    reach={
        OCT25: 410,
        NOV25: 470,
        DEC25: 430,
        JAN: 560,
        FEB: 610,
        MAR: 650,
        APR: 630,
        MAY: 720,
        JUN: 690,
        JUL: 540,
        AUG: 330,
        SEP: 810,
        OCT: 870,
    },
    published={
        (AUG, "post"): 2,
        (AUG, "reel"): 0,
        (AUG, "carousel"): 1,
        (SEP, "post"): 5,
        (SEP, "reel"): 3,
        (SEP, "carousel"): 3,
        (OCT, "post"): 5,
        (OCT, "reel"): 3,
    },
    other_work={"article": ("Una domanda dei pazienti", SITE + "/domande/{month}")},
    website_users={
        OCT25: 310,
        NOV25: 340,
        DEC25: 290,
        JAN: 420,
        FEB: 450,
        MAR: 470,
        APR: 440,
        MAY: 520,
        JUN: 480,
        JUL: 390,
        AUG: 210,
        SEP: 610,
        OCT: 640,
    },
    money=_money(),
    happenings=(
        Happening(EventKind.OTHER, "Settimana della prevenzione", date(2026, 3, 16), date(2026, 3, 20)),
        Happening(EventKind.OTHER, "Studio chiuso per ferie", date(2026, 8, 10), date(2026, 8, 23)),
    ),
    tags={
        "prevenzione": ("spazzolino", "filo", "gengive", "igien", "controllo"),
        "paure e domande": ("paura", "radiografi", "freddo", "urgenza", "dolore"),
        "lo studio": ("sara", "sala d'attesa", "aperti", "strumenti"),
    },
    sheets=_SHEETS,
)
