"""Hotel Miramare: a seasonal family hotel by the sea, in Italian, addressed with voi.

June 2026 holds the money of the acceptance case of roi.md 10.1 (L31), to the cent.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from smmdesk.core.periods import Month
from smmdesk.domain.accounts import AccountDraft
from smmdesk.domain.clients import ClientDraft, ContactDraft
from smmdesk.domain.contracts import ContractDraft
from smmdesk.domain.demo.hotel_captions import captions
from smmdesk.domain.demo.logos import hotel_logo
from smmdesk.domain.demo.paperwork import Ledger, mail, system_export
from smmdesk.domain.demo.story import Campaign, Caption, Happening, Kpi, Money, Shared, Sheet, Story
from smmdesk.domain.events import EventKind

OCT25, NOV25, DEC25, JAN, FEB, MAR, APR, MAY, JUN, JUL, AUG, SEP, OCT = (Month(2025, 10).plus(n) for n in range(13))
SITE = "https://hotelmiramare.example.it"


def _money() -> Money:
    ledger = Ledger("hotel")
    # month, bookings on the website and their net, bookings by phone and their net, advertisements, all sales, hours
    months: list[tuple[Month, int, int, int, int, int, int, int]] = [
        (OCT25, 3, 1_230_00, 1, 380_00, 150_00, 38_420_00, 3),
        (NOV25, 1, 330_00, 0, 0, 0, 9_860_00, 2),
        (DEC25, 2, 990_00, 2, 900_00, 120_00, 14_730_00, 3),
        (JAN, 1, 310_00, 0, 0, 0, 4_180_00, 2),
        (FEB, 0, 0, 0, 0, 0, 1_260_00, 2),
        (MAR, 3, 1_260_00, 0, 0, 200_00, 21_350_00, 3),
        (APR, 5, 2_300_00, 2, 880_00, 260_00, 52_640_00, 4),
        (MAY, 6, 3_120_00, 3, 1_440_00, 310_00, 68_900_00, 4),
        (JUL, 7, 4_480_00, 4, 2_240_00, 310_00, 121_480_00, 4),
        (AUG, 5, 3_600_00, 3, 1_950_00, 150_00, 138_200_00, 4),
        (SEP, 4, 2_120_00, 2, 980_00, 280_00, 84_310_00, 4),
        (OCT, 4, 1_820_00, 3, 1_290_00, 240_00, 47_150_00, 4),
    ]
    for month, online, online_net, phone, phone_net, ads, sales, hours in months:
        if online:
            _online(ledger, month, f"P-{month}", online, online_net)
        if phone:
            _by_phone(ledger, month, f"T-{month}", phone, phone_net)
        _costs(ledger, month, 600_00 if month < APR else 700_00, ads, hours)
        if sales:
            ledger.total(month, sales, "Vendite nette di tutto l'albergo, dal gestionale")
    _june(ledger)
    booked = system_export("disdetta", [("2025-12-31", "HM-2512-1", "camera 7, 3 notti", "-495.00")])
    ledger.value(
        FEB, date(2026, 2, 9), "R-2026-02", "booking", "Disdetta della prenotazione di Capodanno", -495_00,
        tier="measured", tie="link", source="Motore di prenotazione del sito", reverses="P-2025-12",
        evidence={"disdetta-2026-02.csv": booked},
    )  # fmt: skip
    for month, people, order in ((MAY, 90, 470_00), (JUL, 110, 500_00), (OCT, 60, 450_00)):
        ledger.value(
            month, month.last_day, f"S-{month}", "lead",
            "Iscritti alla newsletter dal modulo del sito: due su cento prenotano entro l'anno", order,
            quantity=people, probability="2", tier="estimated", source="Ipotesi concordata con Carla Bianchi",
        )  # fmt: skip
    ledger.value(
        OCT, date(2026, 10, 14), "D-2026-10", "saving",
        "Commissione risparmiata: 1.050,00 al 16 %, ospite passato dal portale al sito", 168_00,
        tier="measured", tie="code", order_key="HM-2610-31", margin="100", source="Motore di prenotazione del sito",
        evidence={
            "prenotazione-diretta-2026-10.csv": system_export(
                "prenotazioni", [("2026-10-14", "HM-2610-31", "camera 12, 5 notti, codice MAREDIRETTO", "1050.00")]
            )
        },
    )  # fmt: skip
    ledger.value(
        SEP, date(2026, 9, 27), "T-2026-09-bis", "booking",
        "Prenotazione telefonica di settembre, ritrovata a ottobre sul registro", 490_00,
        entered=OCT, tier="confirmed", tie="none", source="Registro della reception",
        confirmed_by="Carla Bianchi", confirmed_on=date(2026, 10, 12),
        evidence={"mail-carla-2026-10-12.eml": mail(
            "Carla Bianchi <carla@hotelmiramare.example.it>", date(2026, 10, 12), "Una prenotazione di settembre",
            "Buongiorno Giulia,\n\nsul registro ho ritrovato una prenotazione del 27 settembre presa al telefono: "
            "ha detto di averci visti su Instagram. Tre notti, 490,00 euro netti.\n\nCarla",
        )},
    )  # fmt: skip
    return ledger.money()


def _online(ledger: Ledger, month: Month, row_id: str, count: int, net: int) -> None:
    parts = ledger.split(net, count)
    rows = [
        (f"{month}-{4 + 5 * place:02d}", f"HM-{month.year % 100}{month.number:02d}-{place + 1}", "link di Instagram",
         f"{part / 100:.2f}")
        for place, part in enumerate(parts)
    ]  # fmt: skip
    ledger.value(
        month, month.first_day.replace(day=4), row_id, "booking",
        f"Prenotazioni dal sito, con il nostro link ({count})",
        net // count if net % count == 0 else net, quantity=count if net % count == 0 else 1,
        tier="measured", tie="link", source="Motore di prenotazione del sito",
        evidence={f"prenotazioni-{month}.csv": system_export("prenotazioni", rows)},
    )  # fmt: skip


def _by_phone(ledger: Ledger, month: Month, row_id: str, count: int, net: int) -> None:
    told = month.settled_from()
    ledger.value(
        month, month.last_day.replace(day=20), row_id, "booking", f"Prenotazioni telefoniche ({count})",
        net // count if net % count == 0 else net, quantity=count if net % count == 0 else 1,
        tier="confirmed", tie="none", source="Elenco per e-mail", confirmed_by="Carla Bianchi", confirmed_on=told,
        evidence={f"mail-carla-{month}.eml": mail(
            "Carla Bianchi <carla@hotelmiramare.example.it>", told, f"Prenotazioni telefoniche {month}",
            f"Buongiorno Giulia,\n\nnel mese hanno prenotato al telefono dicendo di averci visti su Instagram: "
            f"{count}, in tutto {net / 100:.2f} euro netti. I nomi sono sul registro.\n\nCarla",
        )},
    )  # fmt: skip


def _costs(ledger: Ledger, month: Month, fee: int, ads: int, hours: int) -> None:
    ledger.fee(month, fee, "Compenso mensile (regime forfettario)", f"fattura-{month}.txt")
    ledger.cost(month, f"B-{month}", "stamp", "Bollo sulla fattura", 2_00)
    if ads:
        ledger.cost(month, f"A-{month}", "ads", "Inserzioni su Meta", ads, account="Hotel Miramare", receipt=True)
    ledger.cost(
        month, f"H-{month}", "staff", "Tempo di Marta per foto e risposte, 16,00 l'ora", 16_00, quantity=str(hours)
    )


def _june(ledger: Ledger) -> None:
    """The acceptance case L31: measured 1,914.00 and −319.00, confirmed 825.00, estimated 633.60; invested 1,151.00."""
    _online(ledger, JUN, "P-2026-06", 6, 3_480_00)
    ledger.value(
        JUN, date(2026, 6, 22), "R-2026-06", "booking", "Disdetta di una delle sei prenotazioni", -580_00,
        tier="measured", tie="link", source="Motore di prenotazione del sito", reverses="P-2026-06",
        evidence={"disdetta-2026-06.csv": system_export(
            "disdetta", [("2026-06-22", "HM-2606-3", "camera 9, 4 notti", "-580.00")]
        )},
    )  # fmt: skip
    _by_phone(ledger, JUN, "T-2026-06", 3, 1_500_00)
    ledger.value(
        JUN, date(2026, 6, 30), "S-2026-06", "lead",
        "Iscritti alla newsletter dal modulo del sito: due su cento prenotano entro l'anno", 480_00,
        quantity=120, probability="2", tier="estimated", source="Ipotesi concordata con Carla Bianchi",
    )  # fmt: skip
    _costs(ledger, JUN, 700_00, 310_00, 4)
    ledger.cost(
        JUN, "F-2026-06", "production", "Servizio fotografico della stagione, su dodici mesi", 900_00, spread="12",
        receipt=True,
    )  # fmt: skip
    ledger.total(JUN, 96_240_00, "Vendite nette di tutto l'albergo, dal gestionale")


_GOAL = "Più camere prenotate direttamente da noi, meno commissioni ai portali."

_SHEETS = {
    MAY: Sheet(
        _GOAL,
        worked="I video girati in cucina: la gente li guarda fino in fondo e poi chiede le date.",
        did_not_work="I post con il prezzo in copertina: pochi salvataggi, nessuna richiesta.",
        we_change="Da giugno il prezzo sta nella pagina del sito, non nell'immagine.",
        request="Un'ora con la signora Carla per girare tre ricette.",
        request_by=date(2026, 6, 10),
        kpis=(
            Kpi("Prenotazioni dirette", "ledger.bookings", target=Decimal(8)),
            Kpi("Costo per prenotazione", "ledger.cost_per_booking", target=Decimal(130), lower_is_better=True),
        ),
    ),
    JUN: Sheet(
        _GOAL,
        worked="Il video della granita e la vista dal secondo piano hanno portato metà delle richieste di date.",
        did_not_work="Una prenotazione è stata disdetta. Le storie del lunedì le guardano in pochi.",
        we_change="Spostiamo le storie al giovedì sera, quando si decide il fine settimana.",
        request="Mandateci le date libere di luglio, così le mettiamo nelle storie.",
        request_by=date(2026, 7, 10),
        kpis=(
            Kpi("Prenotazioni dirette", "ledger.bookings", target=Decimal(8)),
            Kpi("Costo per prenotazione", "ledger.cost_per_booking", target=Decimal(150), lower_is_better=True),
            Kpi("Salvataggi su Instagram", "instagram.post.saves.v1", "instagram", target=Decimal(250)),
            Kpi("Iscritti alla newsletter", value=Decimal(120), target=Decimal(100)),
        ),
    ),
    SEP: Sheet(
        _GOAL,
        worked="Settembre si vende con il silenzio: il video del borgo vuoto è il più condiviso dell'anno.",
        did_not_work="La campagna sulle famiglie è partita tardi, quando le scuole erano già cominciate.",
        we_change="Le campagne di settembre partono a Ferragosto. Ottobre parla alle coppie.",
        request="Decidete se tenere aperto il ponte dei Morti.",
        request_by=date(2026, 10, 10),
        kpis=(
            Kpi("Prenotazioni dirette", "ledger.bookings", target=Decimal(8)),
            Kpi("Costo per prenotazione", "ledger.cost_per_booking", target=Decimal(160), lower_is_better=True),
            Kpi("Salvataggi su Instagram", "instagram.post.saves.v1", "instagram", target=Decimal(150)),
        ),
    ),
    OCT: Sheet(
        _GOAL,
        worked="Le coppie hanno risposto: sette prenotazioni dirette a stagione quasi chiusa, una tolta a un portale.",
        did_not_work="I post sull'olio nuovo piacciono, ma non portano nessuno sul sito.",
        we_change="A novembre raccontiamo i buoni regalo, con il link in ogni pubblicazione.",
        request="Confermateci i prezzi dei buoni regalo e la data di riapertura.",
        request_by=date(2026, 11, 10),
        kpis=(
            Kpi("Prenotazioni dirette", "ledger.bookings", target=Decimal(6)),
            Kpi("Costo per prenotazione", "ledger.cost_per_booking", target=Decimal(170), lower_is_better=True),
            Kpi("Salvataggi su Instagram", "instagram.post.saves.v1", "instagram", target=Decimal(150)),
            Kpi("Iscritti alla newsletter", value=Decimal(60), target=Decimal(80)),
        ),
    ),
}

# month, name, spent, purchases that Meta claims, impressions, accounts reached, link clicks
_CAMPAIGNS = (
    (OCT25, "Autunno in terrazza", 150_00, 3, 21_400, 12_900, 402),
    (DEC25, "Buoni regalo", 120_00, 2, 18_800, 11_250, 286),
    (MAR, "Riapertura", 200_00, 4, 30_150, 17_480, 588),
    (APR, "Ponti di primavera", 260_00, 7, 37_900, 20_330, 806),
    (MAY, "Inizio estate", 310_00, 8, 44_620, 23_710, 1_012),
    (JUN, "Estate: prenota dal sito", 310_00, 9, 46_280, 24_150, 1_094),
    (JUL, "Estate: prenota dal sito", 310_00, 11, 47_030, 24_880, 1_127),
    (AUG, "Ultime camere di agosto", 150_00, 6, 22_760, 13_420, 574),
    (SEP, "Settembre in famiglia", 280_00, 3, 39_540, 22_190, 641),
    (OCT, "Ottobre in due", 240_00, 6, 34_870, 18_960, 826),
)

STORY = Story(
    draft=ClientDraft(
        name="Hotel Miramare",
        language="it",
        currency="EUR",
        timezone="Europe/Rome",
        address_form="voi",
        legal_name="Miramare di Bianchi Carla e C. s.n.c.",
        is_seasonal=True,
        attribution_rule="Ultimo contatto con link o codice; il resto come lo dice l'ospite alla reception.",
        sdi_code="0000000",
        certified_email="pec@hotelmiramare.example.it",
        brand_color="#1f5f8b",
        accent_color="#e0a33a",
        note="Esempio: l'albergo e le persone sono inventati.",
    ),
    contacts=(
        ContactDraft(
            "Carla Bianchi", "carla@hotelmiramare.example.it", "+39 0123 456701", decides=True, pays=True, crisis=True
        ),
        ContactDraft("Marta Neri", "marta@hotelmiramare.example.it", "+39 0123 456702", approves=True),
    ),
    contracts=(
        ContractDraft(
            start=date(2025, 10, 1),
            end=date(2026, 3, 31),
            fee=600_00,
            quotas={"post": 6, "reel": 2, "newsletter": 1},
            carry_over_months=1,
            look_back_days=90,
            margin=Decimal(55),
            margin_agreed_with="Carla Bianchi",
            margin_agreed_on=date(2025, 9, 22),
            typical_order=480_00,
        ),
        ContractDraft(
            start=date(2026, 4, 1),
            end=date(2027, 3, 31),
            fee=700_00,
            quotas={"post": 8, "reel": 4, "story": 4, "newsletter": 1},
            notice_by=date(2026, 12, 31),
            carry_over_months=1,
            look_back_days=90,
            margin=Decimal(55),
            margin_agreed_with="Carla Bianchi",
            margin_agreed_on=date(2026, 3, 18),
            typical_order=580_00,
        ),
    ),
    accounts=(
        AccountDraft(
            "instagram",
            "hotelmiramare.esempio",
            "Hotel Miramare",
            "17841499999000011",
            owner="Carla Bianchi",
            my_role="Redattrice",
            access="Invito da Business Suite",
            second_factor="App, sul telefono di Carla",
        ),
        AccountDraft(
            "facebook",
            "",
            "Hotel Miramare",
            "100099990000011",
            owner="Carla Bianchi",
            my_role="Redattrice",
            access="Invito da Business Suite",
            second_factor="App, sul telefono di Carla",
        ),
        AccountDraft(
            "meta_ads",
            "",
            "Hotel Miramare",
            owner="Carla Bianchi",
            my_role="Inserzionista",
            access="Invito da Business Suite",
            note="La carta e la fattura sono dell'albergo.",
        ),
        AccountDraft(
            "ga4",
            "",
            "hotelmiramare.example.it",
            owner="Carla Bianchi",
            my_role="Visualizzatrice",
            access="Invito di Google",
            link=SITE,
        ),
    ),
    logo=hotel_logo,
    captions=captions,
    second_sentences=(
        "Le date libere sono sul nostro sito, il link è in alto.",
        "Salvate il post per quando vi servirà.",
        "Raccontateci nei commenti come lo fate voi.",
        "Per prenotare scriveteci, o usate il sito: rispondiamo noi, di persona.",
        "Chi di voi c'era l'anno scorso?",
        "Mandatelo a chi ha bisogno di due giorni così.",
        "Noi siamo qui, con il caffè pronto.",
    ),
    hashtags="#HotelMiramare #PortoSalice",
    reach={
        OCT25: 1_150,
        NOV25: 820,
        DEC25: 930,
        JAN: 760,
        FEB: 640,
        MAR: 1_240,
        APR: 1_690,
        MAY: 2_130,
        JUN: 2_780,
        JUL: 3_160,
        AUG: 2_940,
        SEP: 2_050,
        OCT: 1_720,
    },
    published={
        (NOV25, "post"): 5,
        (DEC25, "post"): 7,
        (FEB, "post"): 3,
        (FEB, "reel"): 1,
        (MAR, "post"): 8,
        (MAR, "reel"): 3,
        (APR, "post"): 9,
        (AUG, "post"): 6,
        (SEP, "post"): 9,
        (SEP, "reel"): 3,
        (OCT, "post"): 9,
    },
    shared=Shared(
        ("17841499999000099", "prolocoportosalice.esempio", "Pro Loco Porto Salice"),
        datetime(2026, 6, 11, 12, 0, tzinfo=ZoneInfo("Europe/Rome")),
        Caption("Festa del mare", "La festa del mare è sabato: bancarelle, banda, e la barca di Ivo in testa."),
    ),
    extras={(JUN, "reel"): 1},
    other_work={
        "newsletter": ("La lettera del mese agli ospiti", SITE + "/lettera/{month}"),
        "story": ("Storie del giovedì", ""),
    },
    website_users={
        OCT25: 1_840,
        NOV25: 960,
        DEC25: 1_320,
        JAN: 890,
        FEB: 710,
        MAR: 1_980,
        APR: 2_960,
        MAY: 3_740,
        JUN: 4_820,
        JUL: 5_360,
        AUG: 4_690,
        SEP: 3_080,
        OCT: 2_410,
    },
    campaigns=tuple(
        Campaign(month, name, spent, "Website purchases", claimed, shown, reached, clicks)
        for month, name, spent, claimed, shown, reached, clicks in _CAMPAIGNS
    ),
    money=_money(),
    happenings=(
        Happening(EventKind.OTHER, "Albergo chiuso per l'inverno", date(2026, 1, 7), date(2026, 3, 19)),
        Happening(
            EventKind.PRESS, "Servizio della televisione locale sulle cale", date(2026, 6, 18), date(2026, 6, 18)
        ),
        Happening(
            EventKind.GIVEAWAY, "In palio due notti a settembre", date(2026, 7, 6), date(2026, 7, 12), "instagram"
        ),
    ),
    tags={
        "camere": ("camera", "materassi", "vista", "balcone"),
        "cucina": ("colazione", "granita", "parmigiana", "zuppa", "olio", "alici", "biscotti", "aperitivo"),
        "dintorni": ("sentiero", "borgo", "mercato", "barca", "paese", "passeggiate", "vendemmia", "spiaggia"),
        "persone": ("marta", "ivo", "samuele", "carla", "tonino", "nonna"),
    },
    sheets=_SHEETS,
)
