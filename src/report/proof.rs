//! The proof of a verdict on the deadline, in plain words: the evidence, the
//! time that passed, the deadline under each reading, and what would decide. It
//! never says more than is known: the discovery stands for awareness, and a
//! disputed reading is named as one.

use std::fmt::Write as _;

use crate::config::{Language, Words};
use crate::deadline::{Policy, Reading, ReadingOutcome, Status, Verdict, readings};
use crate::moment::{LocalTime, Moment, Precision, hours};
use crate::report::Report;
use crate::row::{Row, Span};

/// The proofs of all notifications of a run.
pub fn proofs(report: &Report) -> String {
    let mut out = String::new();
    for row in &report.rows {
        Proof { report, row, language: report.language() }.write(&mut out);
    }
    out
}

/// One notification's proof being written.
struct Proof<'p> {
    report: &'p Report<'p>,
    row: &'p Row,
    language: Language,
}

impl Proof<'_> {
    fn say(&self, sv: &'static str, en: &'static str) -> &'static str {
        Words::new(sv, en).get(self.language)
    }

    fn write(&self, out: &mut String) {
        let source = &self.report.audit.scope.sources[self.row.source as usize];
        let _ = writeln!(out, "{source} #{}", self.row.record);
        self.evidence(out);
        self.elapsed(out);
        self.readings(out);
        let verdict = self.row.verdict.words().get(self.language);
        let _ =
            writeln!(out, "  {}: {verdict}", self.say("Bedömning enligt klockan", "Verdict by the clock"));
        self.inferred(out);
        self.what_would_decide(out);
        out.push('\n');
    }

    /// Questions, lines and moments that the verdict rests on.
    fn evidence(&self, out: &mut String) {
        let row = self.row;
        let _ = writeln!(
            out,
            "  {} ({} 11, {} {}): {}",
            self.say("Uppgiven upptäckt", "Declared discovery"),
            self.say("fråga", "question"),
            self.say("rad", "line"),
            row.discovered_line,
            self.moment(&row.discovered)
        );
        let from = match row.received_source.as_str() {
            "document" => self.say("enligt handlingen", "by the document"),
            "receipts" => self.say("enligt filen med inkomstuppgifter", "by the receipts file"),
            _ => self.say("framgår inte", "not told"),
        };
        let _ =
            writeln!(out, "  {} ({from}): {}", self.say("Inkommen", "Received"), self.moment(&row.received));
    }

    /// A moment with how it was written.
    fn moment(&self, span: &Span) -> String {
        let Some(moment) = span.moment() else { return self.say("okänd", "not known").to_owned() };
        let note = match (moment.precision, moment.local) {
            (_, LocalTime::Nonexistent) => self.say(
                "finns inte vid omställningen till sommartid",
                "does not exist at the change to summer time",
            ),
            (_, LocalTime::Ambiguous) => self.say(
                "finns två gånger vid omställningen till normaltid",
                "exists twice at the change to winter time",
            ),
            (Precision::Day, _) => self.say("datum utan klockslag", "a date without a time"),
            (Precision::Month, _) => self.say("månad utan dag", "a month without a day"),
            (Precision::Minute, LocalTime::Plain) => return moment.earliest.to_string(),
        };
        format!("{} – {} ({note})", moment.earliest, moment.latest)
    }

    fn elapsed(&self, out: &mut String) {
        let Some((from, to)) = self.row.elapsed else { return };
        let (from, to) = (hours(i64::from(from)), hours(i64::from(to)));
        let passed = if from == to { from } else { format!("{from} – {to}") };
        let policy = Policy::named(&self.report.config.policy);
        let name = policy.map_or("", |policy| policy.name.get(self.language));
        let status = match policy.map(|policy| policy.status) {
            Some(Status::Proposal) => format!(" ({})", Status::Proposal.words().get(self.language)),
            _ => String::new(),
        };
        let _ = writeln!(
            out,
            "  {}: {passed} {}; {} {} {} ({name}{status})",
            self.say("Förfluten tid", "Time passed"),
            self.say("timmar", "hours"),
            self.say("gränsen är", "the limit is"),
            self.report.limit_hours,
            self.say("timmar", "hours"),
        );
    }

    /// The deadline and the verdict under each reading.
    fn readings(&self, out: &mut String) {
        let (discovered, received) = (self.row.discovered.moment(), self.row.received.moment());
        let Some(deadline) = self.row.deadline else { return };
        let clock = ReadingOutcome { deadline, verdict: self.row.verdict };
        let all = readings(discovered, received, self.report.limit_hours);
        let arguable =
            Policy::named(&self.report.config.policy).is_some_and(|policy| policy.roll_over_arguable);
        let roll_over = if arguable {
            Words::new("lagen (1930:173) 2 §, omtvistad", "Act (1930:173) section 2, disputed")
        } else {
            Words::new(
                "lagen (1930:173) 2 §, omtvistad och här knappast tillämplig",
                "Act (1930:173) section 2, disputed and hardly applicable here",
            )
        };
        for (name, outcome) in [
            (Words::new("klockan", "the clock"), Some(clock)),
            (
                Words::new(
                    "timregeln, förordning 1182/71 artikel 3.1",
                    "the hour rule, Regulation 1182/71 Article 3(1)",
                ),
                all.hour_rule,
            ),
            (
                Words::new(
                    "två arbetsdagar, artikel 3.5, omtvistad för frister i timmar",
                    "two working days, Article 3(5), disputed for periods in hours",
                ),
                all.two_working_days,
            ),
            (roll_over, all.roll_over),
        ] {
            let Some(ReadingOutcome { deadline: (first, last), verdict }) = outcome else { continue };
            let ends = if first == last { first.to_string() } else { format!("{first} – {last}") };
            let _ = writeln!(
                out,
                "  {} ({}): {ends}: {}",
                self.say("Fristen löper ut", "The time runs out"),
                name.get(self.language),
                verdict.words().get(self.language)
            );
        }
        if self.row.verdict == Verdict::Late && all.reading != Reading::LateAllReadings {
            let reading = all.reading.words().get(self.language);
            let _ = writeln!(out, "  {}: {reading}", self.say("Andra läsningar", "Other readings"));
        }
    }

    fn inferred(&self, out: &mut String) {
        let words = match self.row.inferred {
            "late" => self.say(
                "sen, enligt anmälans egna datum, om det de berättar om inte bara var planerat",
                "late, by the notification's own dates, unless what they tell of was only planned",
            ),
            "on-time" => self.say(
                "i tid, eftersom den inkom inom gränsen räknat redan från händelsen",
                "on time, since it was received within the limit counted from the event itself",
            ),
            _ => return,
        };
        let _ = writeln!(out, "  {}: {words}", self.say("Härlett, ingen bedömning", "Inferred, no verdict"));
    }

    fn what_would_decide(&self, out: &mut String) {
        let open = |moment: Option<&Moment>| moment.is_some_and(|moment| moment.earliest != moment.latest);
        let words = match self.row.verdict {
            Verdict::NoReceipt => {
                self.say("tidpunkten då anmälan inkom (--receipts)", "the time of receipt (--receipts)")
            }
            Verdict::NoDiscovery => self.say("tidpunkten för upptäckten", "the time of discovery"),
            Verdict::InvalidOrder => {
                self.say("vilken av tidpunkterna som är fel", "which of the times is wrong")
            }
            Verdict::Indeterminate => {
                match (open(self.row.discovered.moment()), open(self.row.received.moment())) {
                    (true, false) => {
                        self.say("klockslaget för upptäckten", "the time of day of the discovery")
                    }
                    (false, true) => self.say("klockslaget för inkomsten", "the time of day of receipt"),
                    _ => self.say(
                        "klockslagen för upptäckten och inkomsten",
                        "the times of day of discovery and receipt",
                    ),
                }
            }
            Verdict::OnTime | Verdict::Late => {
                let _ = writeln!(
                    out,
                    "  {}",
                    self.say(
                        "Räknat från den uppgivna upptäckten, som står för lagens vetskap.",
                        "Counted from the declared discovery, which stands for the law's awareness.",
                    )
                );
                return;
            }
        };
        let _ = writeln!(out, "  {}: {words}", self.say("Det som skulle avgöra", "What would decide"));
    }
}
