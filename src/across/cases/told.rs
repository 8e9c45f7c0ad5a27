//! What is said of the filings of a case: which counts of copies and versions (M001, M002), and
//! to which notification a later filing belongs (M003), or why to none (M004).

use crate::across::cases::groups::{Fate, Group};
use crate::across::cases::named::{By, Differs};
use crate::across::cases::tie::{NAMED, Tie};
use crate::across::cases::{Later, Role, Told};
use crate::across::copies::{Order, Times};
use crate::check::cases as say;
use crate::check::{COPY, NOT_STITCHED, SUPPLEMENT_OF, VERSIONS_DIFFER, copies};
use crate::config::Words;
use crate::finding::{Fact, Finding, Severity};
use crate::row::{Row, Scope};

/// What is said of copies and later versions: the best of each later version has M002, copies
/// have M001, and so has what was filed again after a withdrawal.
pub(super) fn of_groups(rows: &[Box<Row>], groups: &[Group], scope: &Scope) -> Told {
    groups
        .iter()
        .flat_map(|group| of_group(rows, group, scope))
        .collect()
}

fn of_group(rows: &[Box<Row>], group: &Group, scope: &Scope) -> Told {
    let several = &group.several;
    let counted = &rows[several.counted()];
    let is_withdrawn = group.fate == Fate::Withdrawn;
    let name = name(counted, scope);
    let copy = |at: &usize| {
        let finding = COPY
            .finding(0, rows[*at].line)
            .with("counted", name.clone());
        let finding = if is_withdrawn {
            finding.saying(copies::COPY_OF_WITHDRAWN)
        } else {
            finding
        };
        (*at, finding)
    };
    let version = |at: usize| {
        let finding = VERSIONS_DIFFER
            .finding(0, rows[at].line)
            .with("counted", name.clone())
            .with(
                "questions",
                questions(&counted.differences(&rows[at], scope)),
            );
        let finding = if is_withdrawn {
            finding.saying(copies::VERSION_OF_WITHDRAWN)
        } else {
            finding.with("order", order(several.order))
        };
        (at, finding)
    };
    let of_copies = several
        .versions
        .iter()
        .flat_map(|version| &version[1..])
        .map(copy);
    let of_versions = several.versions[1..]
        .iter()
        .map(|others| version(others[0]));
    let again = match group.fate {
        Fate::Again(old) => Some((several.counted(), filed_again(&rows[old], counted, scope))),
        Fate::Counts | Fate::Withdrawn => None,
    };
    of_copies.chain(of_versions).chain(again).collect()
}

/// What counts although an earlier version of it was withdrawn.
fn filed_again(old: &Row, own: &Row, scope: &Scope) -> Finding {
    let differences = old.differences(own, scope);
    let mut finding = VERSIONS_DIFFER.finding(0, own.line);
    finding.severity = Severity::Info;
    let finding = finding.with("withdrawn", name(old, scope));
    if differences.is_empty() {
        return finding.saying(copies::FILED_AGAIN_UNCHANGED);
    }
    finding
        .with("questions", questions(&differences))
        .saying(copies::FILED_AGAIN)
}

/// The numbers of questions. Free text, if not even that is known.
fn questions(numbers: &[u8]) -> Fact {
    let told: Vec<String> = numbers
        .iter()
        .filter(|number| **number != 0)
        .map(u8::to_string)
        .collect();
    if told.is_empty() {
        return Fact::Words(Words::new("fritext", "free text"));
    }
    Fact::Value(told.join(", ").into())
}

/// Why that version counts, in words.
fn order(order: Order) -> Words {
    match order {
        Order::Single | Order::Receipt => Words::new(
            "Den som kom in först räknas.",
            "The one received first counts.",
        ),
        Order::Promise(Times::Unknown) => Words::new(
            "Vilken som kom in först är okänt; den som lovar en komplettering räknas.",
            "Which was received first is unknown; the one that promises a supplement counts.",
        ),
        Order::Known => Words::new(
            "Vilken som kom in först är okänt; den vars mottagningstid är känd räknas.",
            "Which was received first is unknown; the one whose receipt time is known counts.",
        ),
        Order::Place(Times::Unknown) => Words::new(
            "Vilken som kom in först är okänt; den som står först bland filerna räknas.",
            "Which was received first is unknown; the one that stands first among the files counts.",
        ),
        Order::Promise(Times::Equal) => Words::new(
            "Mottagningstiden är densamma för alla; den som lovar en komplettering räknas.",
            "All have the same receipt time; the one that promises a supplement counts.",
        ),
        Order::Place(Times::Equal) => Words::new(
            "Mottagningstiden är densamma för alla; den som står först bland filerna räknas.",
            "All have the same receipt time; the one that stands first among the files counts.",
        ),
    }
}

/// What is said of a later filing.
pub(super) fn of_tie(tie: &Tie, later: &Later, rows: &[Box<Row>], scope: &Scope) -> Finding {
    let own = &rows[later.at];
    let named = |at: &usize| name(&rows[*at], scope);
    let names = |some: &[usize]| {
        let more = (some.len() > NAMED).then(|| "…".into());
        let names = some
            .iter()
            .take(NAMED)
            .map(|at| rows[*at].place(scope).into());
        Fact::Names(names.chain(more).collect())
    };
    let lost = |words: Words| NOT_STITCHED.finding(0, own.line).saying(words);
    match tie {
        Tie::To(about, by) => {
            let notification = later.notification.unwrap_or(about.notification);
            let tied = SUPPLEMENT_OF
                .finding(0, own.line)
                .with("notification", named(&notification))
                .with("by", by.words());
            match later.role {
                Role::Adds | Role::Withdraws => tied,
                Role::WithdrawsFiling(filing) => {
                    tied.with("filing", named(&filing)).saying(say::OF_FILING)
                }
                Role::Early if own.filing.is_withdrawal() => tied.saying(say::EARLY_WITHDRAWAL),
                Role::Early => tied.saying(say::EARLY_SUPPLEMENT),
                Role::Withdrawn => tied.saying(say::WITHDRAWN),
            }
        }
        Tie::Several(notifications, by) => lost(say::SEVERAL_FIT)
            .with("by", by.words())
            .with("notifications", names(notifications)),
        Tie::Absent(notification) => lost(say::ABSENT).with("notification", named(notification)),
        Tie::OneOf(filings) => lost(say::ONE_OF).with("filings", names(filings)),
        Tie::Contradicts(by_number, by_reference) => lost(say::TWO_FIT)
            .with("by_number", named(by_number))
            .with("by_reference", named(by_reference)),
        Tie::Against(notification, by, differs) => {
            lost(against(*by, *differs)).with("notification", named(notification))
        }
        Tie::Near(notification) => lost(say::NEAR).with("notification", named(notification)),
        Tie::OtherwiseFits(notification) => {
            lost(say::OTHERWISE_FITS).with("notification", named(notification))
        }
        Tie::None => NOT_STITCHED.finding(0, own.line),
    }
}

/// Why a later filing is not tied to what it fits.
fn against(by: By, differs: Differs) -> Words {
    match (by, differs) {
        (By::Reference, Differs::OrganisationNumber) => say::REFERENCE_OF_ANOTHER,
        (_, Differs::OrganisationNumber) => say::NUMBER_OF_ANOTHER,
        (_, Differs::CaseNumber | Differs::Reference) => say::OTHER_NUMBER,
    }
}

impl By {
    fn words(self) -> Words {
        match self {
            Self::CaseNumber => Words::new("diarienumret", "the case number"),
            Self::Reference => Words::new(
                "referensnumret och den personuppgiftsansvarige",
                "the reference and the controller",
            ),
            Self::Discovery => Words::new(
                "den personuppgiftsansvarige och dagen för upptäckten",
                "the controller and the day of discovery",
            ),
            Self::Supplement => Words::new(
                "numret på en annan senare handling",
                "the number of another later filing",
            ),
            Self::Mention => Words::new("referensnumret", "the reference"),
            Self::Letter => Words::new(
                "det nummer eller den referens som brevet nämner",
                "the number or the reference that the letter names",
            ),
        }
    }
}

fn name(row: &Row, scope: &Scope) -> Fact {
    Fact::Value(row.place(scope).into())
}
