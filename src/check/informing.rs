//! Family S: informing the data subjects (Art. 34 GDPR). Severity is the filer's
//! own grade and not the law's "high risk", so nothing here is an error.

use crate::check::law::{ENCRYPTION, INFORMING};
use crate::check::numbers::more_than;
use crate::check::rule::Basis::Is;
use crate::check::rule::Rule;
use crate::check::rule::Run::Each;
use crate::config::Words;
use crate::finding::Severity::{Info, Warning};
use crate::finding::{Code, Silent};
use crate::form::Key;
use crate::moment::Truth;
use crate::notification::Notification;
use crate::value::contains_word;

/// More data subjects than this are many.
const MANY: u32 = 1000;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: Code::new(*b"S001"),
        name: "highest-severity-not-informed",
        title: Words::new(
            "Högsta allvarlighetsgrad, registrerade informeras inte",
            "Highest severity, data subjects not informed",
        ),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Allvarlighetsgraden är den högsta (4), men de registrerade har inte informerats och ska inte informeras: artikel 34 bör prövas.",
            "The severity is the highest (4), and the data subjects were not and will not be informed: Article 34 is to be looked at.",
        ),
        why: Words::new(
            "Vid hög risk ska de registrerade informeras, om inget undantag gäller. Formulärets allvarlighetsgrad är inte detsamma som lagens höga risk; därför dras ingen slutsats.",
            "Where the risk is high the data subjects are to be informed unless an exception applies. The form's grade is not the law's high risk; hence no conclusion.",
        ),
        basis: Is(Words::new(
            "Artikel 34.1 och 34.3 dataskyddsförordningen",
            "Article 34(1) and (3) GDPR",
        )),
        example: Words::new(
            "Fråga {consequences.severity}: 4. Fråga {communication.informed}: Nej. Fråga {communication.will_inform}: Nej.",
            "Question {consequences.severity}: 4. Question {communication.informed}: No. Question {communication.will_inform}: No.",
        ),
        run: Each(|n, _, out| {
            let highest = n[Key::ConsequencesSeverity].is(|chosen| chosen.grade() == Some(4));
            let never = n[Key::CommunicationWillInform].is(|chosen| chosen.has("no"));
            out.when(
                highest.and(not_informed(n)).and(never),
                &n[Key::CommunicationWillInform],
                [],
            )
        }),
    },
    Rule {
        code: Code::new(*b"S002"),
        name: "severe-and-undecided",
        title: Words::new(
            "Allvarligt, information inte avgjord",
            "Severe, informing undecided",
        ),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Allvarlighetsgraden är {grade} av 4, om de registrerade ska informeras är inte avgjort (fråga {communication.will_inform}), och ingen komplettering är utlovad (fråga {supplement.intended}).",
            "The severity is {grade} of 4, whether to inform the data subjects is undecided (question {communication.will_inform}), and no supplement is promised (question {supplement.intended}).",
        ),
        why: Words::new(
            "Vid hög risk ska de registrerade informeras utan onödigt dröjsmål. Här får myndigheten inte veta vad som beslutades.",
            "Where the risk is high the data subjects are to be informed without undue delay. Here the authority will not learn what was decided.",
        ),
        basis: Is(Words::new(
            "Artikel 34.1 och 33.4 dataskyddsförordningen",
            "Articles 34(1) and 33(4) GDPR",
        )),
        example: Words::new(
            "Fråga {consequences.severity}: 3. Betydande. Fråga {communication.will_inform}: ej tagit ställning. Fråga {supplement.intended}: nej.",
            "Question {consequences.severity}: 3. Significant. Question {communication.will_inform}: undecided. Question {supplement.intended}: no.",
        ),
        run: Each(|n, _, out| {
            let Some(grade @ 3..) = n[Key::ConsequencesSeverity].known()?.grade() else {
                return Err(Silent::DoesNotApply);
            };
            let undecided = n[Key::CommunicationWillInform].known()?.has("undecided");
            if undecided && n[Key::SupplementIntended].known()?.has("no") {
                out.at(
                    &n[Key::CommunicationWillInform],
                    [("grade", u32::from(grade).into())],
                )?;
            }
            Ok(())
        }),
    },
    Rule {
        code: Code::new(*b"S003"),
        name: "encryption-cited-but-not-encrypted",
        title: Words::new(
            "Kryptering åberopas men uppgifterna var okrypterade",
            "Encryption cited but data not encrypted",
        ),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Kryptering anges som skäl att inte informera (fråga {communication.reason_not}), men uppgifterna var inte krypterade (fråga {affected.encrypted}).",
            "Encryption is cited as the reason not to inform (question {communication.reason_not}), but the data were not encrypted (question {affected.encrypted}).",
        ),
        why: Words::new(
            "Undantaget gäller uppgifter som är oläsliga för den som inte är behörig att se dem.",
            "The exception is for data that are unintelligible to whoever may not see them.",
        ),
        basis: ENCRYPTION,
        example: Words::new(
            "Fråga {affected.encrypted}: Nej. Fråga {communication.reason_not}: ”Disken var krypterad.”",
            "Question {affected.encrypted}: No. Question {communication.reason_not}: \"The disk was encrypted.\"",
        ),
        run: Each(|n, _, out| {
            let cited = n
                .text(Key::CommunicationReasonNot)
                .is(|reason| contains_word(reason, "krypter"));
            out.when(
                cited.and(n[Key::AffectedEncrypted].is(|chosen| chosen.has("no"))),
                n.text(Key::CommunicationReasonNot),
                [],
            )
        }),
    },
    Rule {
        code: Code::new(*b"S004"),
        name: "many-sensitive-not-informed",
        title: Words::new(
            "Många med känsliga uppgifter, inte informerade",
            "Many with sensitive data, not informed",
        ),
        severity: Info,
        or: &[],
        message: Words::new(
            "Fler än {many} registrerade med personnummer, skyddad identitet eller uppgifter om brott berörs, och de har inte informerats.",
            "More than {many} data subjects with identity numbers, protected identity or data on offences, and they were not informed.",
        ),
        why: Words::new(
            "Med så många och sådana uppgifter är det svårt att säga att risken inte är hög.",
            "Numbers and kinds of data make it hard to answer the question of high risk with no.",
        ),
        basis: INFORMING,
        example: Words::new(
            "5 000 registrerade, personnummer, fråga {communication.informed}: Nej.",
            "5 000 data subjects, identity numbers, question {communication.informed}: No.",
        ),
        run: Each(|n, _, out| {
            let kinds = ["identity-number", "offences"];
            let kinds = n[Key::AffectedDataCategories].is(|chosen| chosen.has_any(&kinds));
            let sensitive =
                kinds.or(n[Key::AffectedSubjectGroups].is(|chosen| chosen.has("vulnerable")));
            let all = sensitive
                .and(more_than(n, MANY.into()))
                .and(not_informed(n));
            out.when(all, &n[Key::CommunicationInformed], [("many", MANY.into())])
        }),
    },
];

fn not_informed(n: &Notification) -> Truth {
    n[Key::CommunicationInformed].is(|chosen| chosen.has("no"))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::found;
    use serde_json::json;

    #[test]
    fn severe_undecided_and_no_supplement() {
        let change = |severity: u8, will: &str, intended: &str| {
            found(&json!({
                "consequences": {"severity": severity},
                "communication": {"informed": "no", "informed_at": null, "will_inform": will},
                "supplement": {"intended": intended},
            }))
        };
        assert_eq!(change(3, "undecided", "no"), ["S002 W"]);
        assert_eq!(change(2, "undecided", "no"), [""; 0]);
        assert_eq!(change(4, "undecided", "yes"), [""; 0]);
    }

    #[test]
    fn not_informing() {
        let change = |severity: u8, reason: &str, affected: serde_json::Value| {
            found(&json!({
                "consequences": {"severity": severity},
                "affected": affected,
                "communication": {"informed": "no", "informed_at": null, "will_inform": "no", "reason_not": reason},
            }))
        };
        let because = "Brevet är återlämnat oöppnat.";
        assert_eq!(change(4, because, json!({})), ["S001 W"]);
        assert_eq!(change(2, because, json!({})), [""; 0]);
        assert_eq!(change(2, "Disken var krypterad.", json!({})), ["S003 W"]);
        assert_eq!(
            change(2, "Disken var krypterad.", json!({"encrypted": "yes"})),
            [""; 0]
        );
        let many = |range: &str| json!({"data_subjects": {"range": range}, "data_items": {"range": "1000001-"}, "data_categories": ["identity-number"]});
        assert_eq!(change(2, because, many("1001-10000")), ["S004 I"]);
        assert_eq!(change(2, because, many("101-1000")), [""; 0]);
    }
}
