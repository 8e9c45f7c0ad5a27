//! Family S: informing the data subjects (Art. 34 GDPR). Severity is the filer's
//! own grade and not the law's "high risk", so nothing here is an error.

use crate::check::numbers::more_than;
use crate::check::{Context, Rule, Run};
use crate::config::Words;
use crate::finding::{Code, Fact, Finding, Severity, Silent};
use crate::form::Key;
use crate::moment::Truth;
use crate::notification::Notification;
use crate::value::contains_word;

const HIGHEST_NOT_INFORMED: Code = Code::new(*b"S001");
const SEVERE_AND_UNDECIDED: Code = Code::new(*b"S002");
const ENCRYPTION_CITED: Code = Code::new(*b"S003");
const MANY_SENSITIVE_NOT_INFORMED: Code = Code::new(*b"S004");

/// More data subjects than this are many.
const MANY: u64 = 1000;

const INFORMING: Words = Words::new("Artikel 34.1 dataskyddsförordningen", "Article 34(1) GDPR");

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: HIGHEST_NOT_INFORMED,
        name: "highest-severity-not-informed",
        title: Words::new(
            "Högsta allvarlighetsgrad, registrerade informeras inte",
            "Highest severity, data subjects not informed",
        ),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Allvarlighetsgraden är den högsta (4), men de registrerade har inte informerats och ska inte informeras: artikel 34 bör prövas.",
            "The severity is the highest (4), and the data subjects were not and will not be informed: Article 34 is to be looked at.",
        ),
        why: Words::new(
            "Vid hög risk ska de registrerade informeras, om inget undantag gäller. Formulärets allvarlighetsgrad är inte detsamma som lagens höga risk; därför dras ingen slutsats.",
            "Where the risk is high the data subjects are to be informed unless an exception applies. The form's grade is not the law's high risk; hence no conclusion.",
        ),
        basis: Words::new(
            "Artikel 34.1 och 34.3 dataskyddsförordningen",
            "Article 34(1) and (3) GDPR",
        ),
        example: Words::new(
            "Fråga 29: 4. Fråga 31: Nej. Fråga 33: Nej.",
            "Question 29: 4. Question 31: No. Question 33: No.",
        ),
        run: Run::Each(highest_not_informed),
    },
    Rule {
        code: SEVERE_AND_UNDECIDED,
        name: "severe-and-undecided",
        title: Words::new(
            "Allvarligt, information inte avgjord",
            "Severe, informing undecided",
        ),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Allvarlighetsgraden är {grade} av 4, om de registrerade ska informeras är inte avgjort (fråga {undecided}), och ingen komplettering är utlovad (fråga {supplement}).",
            "The severity is {grade} of 4, whether to inform the data subjects is undecided (question {undecided}), and no supplement is promised (question {supplement}).",
        ),
        why: Words::new(
            "Vid hög risk ska de registrerade informeras utan onödigt dröjsmål. Här får myndigheten inte veta vad som beslutades.",
            "Where the risk is high the data subjects are to be informed without undue delay. Here the authority will not learn what was decided.",
        ),
        basis: Words::new(
            "Artikel 34.1 och 33.4 dataskyddsförordningen",
            "Articles 34(1) and 33(4) GDPR",
        ),
        example: Words::new(
            "Fråga 29: 3. Betydande. Fråga 33: ej tagit ställning. Fråga 36: nej.",
            "Question 29: 3. Significant. Question 33: undecided. Question 36: no.",
        ),
        run: Run::Each(severe_and_undecided),
    },
    Rule {
        code: ENCRYPTION_CITED,
        name: "encryption-cited-but-not-encrypted",
        title: Words::new(
            "Kryptering åberopas men uppgifterna var okrypterade",
            "Encryption cited but data not encrypted",
        ),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Kryptering anges som skäl att inte informera (fråga {reason}), men uppgifterna var inte krypterade (fråga {encrypted}).",
            "Encryption is cited as the reason not to inform (question {reason}), but the data were not encrypted (question {encrypted}).",
        ),
        why: Words::new(
            "Undantaget gäller uppgifter som är oläsliga för den som inte är behörig att se dem.",
            "The exception is for data that are unintelligible to whoever may not see them.",
        ),
        basis: Words::new(
            "Artikel 34.3 a dataskyddsförordningen",
            "Article 34(3)(a) GDPR",
        ),
        example: Words::new(
            "Fråga 27: Nej. Fråga 35: ”Disken var krypterad.”",
            "Question 27: No. Question 35: \"The disk was encrypted.\"",
        ),
        run: Run::Each(encryption_cited),
    },
    Rule {
        code: MANY_SENSITIVE_NOT_INFORMED,
        name: "many-sensitive-not-informed",
        title: Words::new(
            "Många med känsliga uppgifter, inte informerade",
            "Many with sensitive data, not informed",
        ),
        severity: Severity::Info,
        or: None,
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
            "5 000 registrerade, personnummer, fråga 31: Nej.",
            "5 000 data subjects, identity numbers, question 31: No.",
        ),
        run: Run::Each(many_sensitive_not_informed),
    },
];

type Found = Result<(), Silent>;

fn not_informed(n: &Notification) -> Truth {
    n[Key::CommunicationInformed].is(|chosen| chosen.has("no"))
}

fn outcome(all: Truth) -> Found {
    match all {
        Truth::Yes => Ok(()),
        Truth::No => Err(Silent::DoesNotApply),
        Truth::Unclear => Err(Silent::NotRunnable),
    }
}

fn highest_not_informed(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let highest = n[Key::ConsequencesSeverity].is(|chosen| chosen.grade() == Some(4));
    let never = n[Key::CommunicationWillInform].is(|chosen| chosen.has("no"));
    outcome(highest.and(not_informed(n)).and(never))?;
    out.push(n[Key::CommunicationWillInform].finding(
        n.edition,
        HIGHEST_NOT_INFORMED,
        Severity::Warning,
    ));
    Ok(())
}

fn encryption_cited(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let cited = n.reason_not.is(|reason| contains_word(reason, "krypter"));
    outcome(cited.and(n[Key::AffectedEncrypted].is(|chosen| chosen.has("no"))))?;
    out.push(
        n.reason_not
            .finding(n.edition, ENCRYPTION_CITED, Severity::Warning)
            .with("reason", n.reason_not.number(n.edition))
            .with("encrypted", n[Key::AffectedEncrypted].number(n.edition)),
    );
    Ok(())
}

fn many_sensitive_not_informed(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    let kinds = n[Key::AffectedDataCategories]
        .is(|chosen| chosen.has_any(&["identity-number", "offences"]));
    let protected = n[Key::AffectedSubjectGroups].is(|chosen| chosen.has("vulnerable"));
    outcome(
        kinds
            .or(protected)
            .and(more_than(n, MANY))
            .and(not_informed(n)),
    )?;
    let finding = n[Key::CommunicationInformed].finding(
        n.edition,
        MANY_SENSITIVE_NOT_INFORMED,
        Severity::Info,
    );
    out.push(finding.with("many", Fact::Number(MANY as i64)));
    Ok(())
}

fn severe_and_undecided(
    n: &Notification,
    _: &Context,
    out: &mut Vec<Finding>,
) -> Result<(), Silent> {
    let Some(grade @ 3..) = n[Key::ConsequencesSeverity].known()?.grade() else {
        return Err(Silent::DoesNotApply);
    };
    let undecided = n[Key::CommunicationWillInform].known()?.has("undecided");
    if undecided && n[Key::SupplementIntended].known()?.has("no") {
        out.push(
            n[Key::CommunicationWillInform]
                .finding(n.edition, SEVERE_AND_UNDECIDED, Severity::Warning)
                .with("grade", Fact::Number(i64::from(grade)))
                .with(
                    "undecided",
                    n[Key::CommunicationWillInform].number(n.edition),
                )
                .with("supplement", n[Key::SupplementIntended].number(n.edition)),
        );
    }
    Ok(())
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
