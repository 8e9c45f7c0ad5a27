//! What the summary says of disclosure control: what the mark of a hidden count means,
//! and what was done so that the figures can be published.

use super::View;
use crate::config::{CellRule, Disclosure, Language, Words};
use crate::disclosure::most_lost;
use crate::report::block::Block;
use crate::report::counted::Forms;
use crate::table::SHOWN_MARK;

const SUPPRESSED: Forms = Forms::new(
    Words::new(
        "undertryckt antal, eftersom det är litet eller eftersom ett litet annars kunde räknas ut",
        "suppressed count, because it is small or because a small one could be worked out from it",
    ),
    Words::new(
        "undertryckta antal, eftersom de är små eller eftersom små annars kunde räknas ut",
        "suppressed counts, because they are small or because small ones could be worked out from them",
    ),
);

/// How many counts were suppressed, and why. How many for which reason is not said: it
/// would give small ones away.
pub(super) fn suppressed(count: usize, language: Language) -> String {
    format!("{SHOWN_MARK}: {}.", SUPPRESSED.told(count, language))
}

/// What the mark of a suppressed count means, or a rounded count, before the first table.
pub(super) fn key(disclosure: Disclosure, language: Language) -> Option<String> {
    let message = match disclosure.cells {
        CellRule::AsCounted => return None,
        CellRule::AtLeast(_) => Words::new("{mark} betyder att antalet inte visas, för att skydda enskilda (se Röjandekontroll).", "{mark} means that the count is not shown, to protect individuals (see Disclosure control).").with("mark", SHOWN_MARK),
        CellRule::RoundTo(multiple) => Words::new("Varje antal är avrundat för sig till närmaste {multiple}-tal, för att skydda enskilda; 0 kan vara upp till {most} (se Röjandekontroll).", "Every count is rounded on its own to the nearest {multiple}, to protect individuals; 0 may be up to {most} (see Disclosure control).").with("multiple", multiple).with("most", most_lost(multiple)),
    };
    Some(message.get(language))
}

/// What was done so that the figures can be published, below its heading.
pub(super) fn blocks(view: View, disclosure: Disclosure) -> Vec<Block> {
    let lines = lines(view, disclosure);
    if lines.is_empty() {
        return Vec::new();
    }
    let head = view.heading(Words::new("Röjandekontroll", "Disclosure control"));
    vec![head, Block::lines(lines)]
}

/// What was done, in sentences; none where nothing was.
pub(super) fn lines(view: View, disclosure: Disclosure) -> Vec<String> {
    let (language, hidden) = (view.language, view.hidden);
    let mut lines = vec![match disclosure.cells {
        CellRule::AsCounted => return Vec::new(),
        CellRule::RoundTo(multiple) => Words::new(
            "Varje antal är avrundat för sig till närmaste multipel av {multiple}.",
            "Every count is rounded on its own to the nearest multiple of {multiple}.",
        )
        .with("multiple", multiple)
        .get(language),
        CellRule::AtLeast(least) => {
            let (most, total) = (least - 1, suppressed(hidden.total(), language));
            Words::new("Antal från 1 till {most} är undertryckta, och så många andra att inget undertryckt antal går att räkna ut närmare än till {least} möjliga värden. {total}", "Counts from 1 to {most} are suppressed, and so many others that no suppressed count can be worked out more closely than to {least} values. {total}").with("most", most).with("least", least).with("total", total).get(language)
        }
    }];
    if !hidden.withheld.is_empty() {
        let titles = hidden.withheld.iter().map(|id| view.title(id));
        let titles: Vec<String> = titles.collect();
        lines.push(
            Words::new(
                "Dessa tabeller redovisas inte: {titles}.",
                "These tables are withheld: {titles}.",
            )
            .with("titles", titles.join("; "))
            .get(language),
        );
    }
    if !disclosure.shows_records() {
        lines.push(
            Words::new(
                "Anmälningar, fynd och filer redovisas inte var för sig (--with-records).",
                "Notifications, findings and files are not listed (--with-records).",
            )
            .get(language)
            .to_owned(),
        );
    }
    lines
}
