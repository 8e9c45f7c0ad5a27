//! Family M as far as notifications of several controllers tell of one event: found over the
//! whole set, by `across`.

use crate::check::rule::Basis::Is;
use crate::check::rule::Rule;
use crate::check::rule::Run::Across;
use crate::config::Words;
use crate::finding::Code;
use crate::finding::Severity::Info;

pub(crate) const PART_OF_INCIDENT: Rule = Rule {
    code: Code::new(*b"M007"),
    name: "part-of-incident",
    title: Words::new(
        "Del av en incident hos flera personuppgiftsansvariga",
        "Part of an incident of several controllers",
    ),
    severity: Info,
    or: &[],
    message: Words::new(
        "{certainty} samma händelse som {incident}: {notifications} anmälningar, {controllers} namngivna personuppgiftsansvariga. Det visar {evidence}, inom få dagar.",
        "{certainty} the same event as {incident}: {notifications} notifications, {controllers} named controllers. What shows it, within few days: {evidence}.",
    ),
    why: Words::new(
        "Ett angrepp mot en leverantör kan ge tusentals anmälningar. Då säger antalet anmälningar lite om antalet händelser. Programmet slår aldrig ihop anmälningar, men visar vilka som troligen gäller samma händelse, och tabellerna finns också utan de stora. Tecken är samma biträde i många anmälningar under få dagar, nästan samma beskrivning, och numret på samma ärende. Säkert är det bara där två slags tecken säger samma sak, eller där beskrivningarna nästan är lika. Ett biträde eller en mening som förekommer hela året är inget tecken.",
        "One attack on a supplier can give thousands of notifications. Then the number of notifications says little of the number of events. The program never merges notifications. It shows which of them probably tell of the same event, and there are tables without the large ones. Evidence is the same processor in many notifications within few days, nearly the same description, and the number of the same matter. It is strong only where two kinds agree, or where the descriptions are nearly the same. A processor or a sentence that comes all year is no evidence.",
    ),
    basis: Is(Words::new(
        "Programmets regel: antalet incidenter anges som ett intervall bredvid antalet anmälningar",
        "The program's rule: the number of incidents is given as an interval beside that of notifications",
    )),
    example: Words::new(
        "Tjugo kommuner anmäler inom en vecka att samma leverantör har haft intrång, med beskrivningar som liknar leverantörens brev.",
        "Twenty municipalities notify within one week that the same supplier was broken into, with descriptions that resemble the supplier's letter.",
    ),
    run: Across,
};

pub(super) const RULES: &[Rule] = &[PART_OF_INCIDENT];
