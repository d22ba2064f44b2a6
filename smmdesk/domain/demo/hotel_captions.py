"""What the hotel of the example has to tell, by season."""

from __future__ import annotations

from collections.abc import Sequence

from smmdesk.core.periods import Month
from smmdesk.domain.demo.story import Caption

_SPRING = (
    Caption("Riapriamo le finestre", "Le finestre si riaprono sul golfo e la prima colazione torna in terrazza."),
    Caption("Il giardino dei limoni", "I limoni del giardino sono in fiore: si sentono fin dalla reception."),
    Caption("Pasqua a Porto Salice", "A Pasqua il paese profuma di pane dolce e la spiaggia è ancora tutta vostra."),
    Caption("Primo bagno", "Il primo bagno dell'anno lo fa sempre Nonna Ada. Voi quando vi tuffate?"),
    Caption("Sentiero del faro", "Il sentiero del faro è aperto: quaranta minuti a piedi, una vista che resta."),
    Caption("La camera 12", "La camera 12 ha un balcone piccolo e il tramonto più grande dell'albergo."),
    Caption("Mercato del giovedì", "Il giovedì c'è il mercato: vi prestiamo la borsa di paglia e la lista giusta."),
    Caption("Biciclette nuove", "Sei biciclette nuove vi aspettano in cortile, gratis per chi dorme da noi."),
    Caption("Ponte di primavera", "Tre notti, due colazioni lente e nessuna sveglia: il ponte si fa così."),
    Caption("La squadra è tornata", "Marta, Ivo e Samuele sono di nuovo qui. La stagione comincia da loro."),
    Caption("Cosa mettere in valigia", "Che cosa mettere in valigia ad aprile: un maglione, un costume, un libro."),
    Caption("Pesca di giornata", "Stamattina Tonino ha portato le alici. Stasera sono nel menu."),
)
_SUMMER = (
    Caption("Alba in spiaggia", "Alle sei la spiaggia è vuota e il caffè lo portiamo noi, sulla sabbia."),
    Caption("Ombrellone 4", "L'ombrellone 4 è il preferito di chi torna: prima fila, ombra fino alle undici."),
    Caption("Granita della casa", "La granita di gelsi di Marta è tornata, e finisce sempre prima di mezzogiorno."),
    Caption("Aperitivo al tramonto", "L'aperitivo si fa con i piedi nell'acqua e il pane ancora caldo."),
    Caption("Bambini benvenuti", "Per i bambini: secchielli in prestito, cena alle diciannove, stelle in terrazza."),
    Caption(
        "Dietro le quinte", "Duecento lenzuola al giorno, un solo asciugatoio e tanta pazienza: ecco la lavanderia."
    ),
    Caption("Gita in barca", "Con Ivo si esce in barca alle nove: tre cale, un bagno, pane e pomodoro."),
    Caption("La cucina racconta", "La parmigiana della signora Carla ha tre segreti. Ve ne diciamo uno."),
    Caption("Musica in terrazza", "Il venerdì si suona in terrazza: chitarra, voce e il mare di sottofondo."),
    Caption("Stanza con vista", "Questa è la vista dal secondo piano alle otto di sera. Nessun filtro."),
    Caption("Ferragosto, come si fa", "A Ferragosto da noi si mangia tutti allo stesso tavolo, lungo ventidue metri."),
    Caption("Il consiglio di Samuele", "Samuele vi dice dove parcheggiare in paese senza girare un'ora."),
    Caption("Notte di stelle", "Il dieci agosto spegniamo le luci della terrazza e guardiamo in su."),
    Caption("Colazione lenta", "La colazione finisce alle undici, perché siete in vacanza."),
)
_AUTUMN = (
    Caption("Settembre è un segreto", "A settembre il mare è ancora caldo e il paese torna a parlare piano."),
    Caption("Ottobre in terrazza", "La terrazza è aperta anche a ottobre: caffè, fichi e il mare quasi solo per voi."),
    Caption("Vendemmia dai vicini", "Dai nostri vicini è tempo di vendemmia, e si può andare a dare una mano."),
    Caption("Camminare fuori stagione", "Cinque passeggiate da fare quando non fa più caldo, tutte senza auto."),
    Caption("Pioggia e libri", "Se piove, la biblioteca dell'albergo ha trecento libri e una poltrona sola."),
    Caption("Olio nuovo", "È arrivato l'olio nuovo. Sul pane, senza altro."),
    Caption("Lavorare vista mare", "Rete veloce, tavolo grande, mare davanti: c'è chi lavora da qui una settimana."),
    Caption("Grazie, estate", "Grazie a chi ha scelto noi quest'estate. Abbiamo contato i sorrisi, non i numeri."),
    Caption("Zuppa della sera", "Quando rinfresca torna la zuppa di ceci e la finestra si chiude a metà."),
    Caption(
        "Prenotare direttamente", "Chi prenota dal nostro sito sceglie la camera e non paga commissioni a nessuno."
    ),
    Caption("Il borgo senza folla", "Il borgo in autunno: tre botteghe aperte, due gatti, un panettiere gentile."),
)
_WINTER = (
    Caption("Luci sul molo", "Sul molo hanno acceso le luci, e da noi il camino della sala piccola."),
    Caption("Capodanno piano", "Un Capodanno piano: cena in dodici, brindisi sul molo, a letto quando si vuole."),
    Caption("Si dipinge", "Siamo chiusi e stiamo dipingendo: indovinate il colore delle persiane."),
    Caption("Ricetta d'inverno", "La ricetta che ci chiedete sempre: biscotti al finocchietto, dose per trenta."),
    Caption("Mare d'inverno", "Il mare d'inverno non è triste: è soltanto da solo, come a volte piace a noi."),
    Caption("Dietro il bancone", "Chi risponde al telefono a gennaio? Sempre Carla, con la coperta sulle ginocchia."),
    Caption("Date di apertura", "Riapriamo il 20 marzo. Segnatevelo, noi lo abbiamo scritto sul frigorifero."),
    Caption("Regalare un fine settimana", "Un fine settimana al mare sta in una busta: i buoni regalo sono sul sito."),
    Caption("Vecchie fotografie", "1968: lo stesso balcone, la stessa nonna, un'altra macchina nel cortile."),
    Caption("Cosa cambia quest'anno", "Materassi nuovi in nove camere. Li abbiamo provati tutti, per lavoro."),
)


def captions(month: Month) -> Sequence[Caption]:
    """Return what there is to tell in a month."""
    if month.number in (12, 1, 2):
        return _WINTER
    if month.number in (3, 4, 5):
        return _SPRING
    return _SUMMER if month.number in (6, 7, 8) else _AUTUMN
