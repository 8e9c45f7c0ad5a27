use super::*;

fn mail(sender: &str, subject: &str, body: &str) -> Mail {
    Mail {
        subject: subject.into(),
        sender: sender.into(),
        sent: "2024-04-20T10:00:00+02:00".into(),
        body: Some(Part {
            name: "body.txt".into(),
            bytes: body.into(),
        }),
        ..Mail::default()
    }
}

fn at(text: &str) -> Moment {
    parse_stamp(text).unwrap().value
}

fn said(subject: &str, body: &str) -> Said {
    of(&mail("noreply@imy.se", subject, body))
}

fn came(subject: &str, body: &str) -> Confirmation {
    match said(subject, body) {
        Said::Came(confirmation) => *confirmation,
        other => panic!("{subject}: {body}: {other:?}"),
    }
}

#[test]
fn the_signs_are_read() {
    assert!(SIGNS.is_some());
}

#[test]
fn a_confirmation_needs_sender_word_and_number() {
    let body = "Vi har tagit emot er anmälan 2024-03-05 kl. 10.15.\nEr referens: KS 2024/1\n";
    let found = came("IMY-2024-17", body);
    assert_eq!(
        (found.case_number.as_str(), found.reference.as_str()),
        ("IMY-2024-17", "KS 2024/1")
    );
    assert_eq!(found.received, at("2024-03-05 10:15"));
    for sender in ["ingen-svar@e.imy.se", "noreply@imy.se"] {
        assert!(matches!(
            of(&mail(sender, "IMY-2024-17", body)),
            Said::Came(_)
        ));
    }
    for other in [
        mail("dso@imy.se.example.com", "Kvittens IMY-2024-17", body),
        mail("dso@ejimy.se", "Kvittens IMY-2024-17", body),
        mail("noreply@imy.se", "IMY-2024-17", "Hej!"),
        mail(
            "noreply@imy.se",
            "Kvittens, komplettering IMY-2024-17",
            body,
        ),
        mail(
            "noreply@imy.se",
            "IMY-2024-17",
            "Vi har mottagit er komplettering.",
        ),
    ] {
        assert_eq!(of(&other), Said::Nothing, "{other:?}");
    }
    assert_eq!(said("Kvittens", "Hej!"), Said::Unsure);
}

#[test]
fn a_moment_counts_beside_a_word_of_receipt() {
    for text in [
        "Er anmälan om incidenten den 2024-03-04 09:30 mottogs 2024-03-05 10:15.",
        "Incidenten: 2024-03-04 09:30\nAnmälan inkom: 2024-03-05 kl 10.15",
        "Vi bekräftar att er anmälan togs emot den 5 mars 2024 kl. 10.15.",
        "2024-03-05 10:15 har anmälan mottagits.",
        "Den 2024-03-04 09:30 upptäckte ni en incident och 2024-03-05 10:15 inkom er anmälan.",
        "Incidenten upptäcktes 2024-03-04 09:30 och den 2024-03-05 kl. 10:15 mottogs anmälan.",
        "Er anmälan, som skickades 2024-03-05 09:59, mottogs av oss klockan 10.15 den 5 mars 2024.",
        "Vi har tagit emot er anmälan.\n\nMottaget:\n\n2024-03-05T10:15\n\nHandläggare: 2024-03-20",
        "Vi har tagit emot er anmälan om personuppgiftsincident från Exempelkommun den\n5 mars 2024 kl. 10.15.\nMed vänlig hälsning\n2024-04-20",
        "Den 5 mars 2024 kl 10:15 tog vi emot er anmälan.\n\n2024-04-20",
        "Vi har tagit emot er anmälan. Anmälan inkom den 5 mars 2024. Mottagen 2024-03-05 10:15.",
        "We received your notification on 5 March 2024 10:15.",
        "Er anmälan inkom 2024-03-05T09:15Z.",
        "Er anmälan inkom 2024-03-05 09:15 UTC.",
        "Vi har tagit emot er anmälan 2024-03-05 10:15.\nFrån: dso@a.se\nAnmälan inkom 2024-03-01",
        "Anmälan inkom 2024-03-05 10:15.\n1. Organisationens namn *\nBrevet mottogs 2024-03-01.",
    ] {
        let told = came("Bekräftelse IMY-2024-17", text);
        assert_eq!(
            (told.received, told.is_sent),
            (at("2024-03-05 10:15"), false),
            "{text}"
        );
    }
    let subject = "Bekräftelse IMY-2022-2757 mottagen 2022-02-25 12:00";
    assert_eq!(came(subject, "").received, at("2022-02-25 12:00"));
}

#[test]
fn a_day_is_a_day_whatever_else_the_mail_decides() {
    for text in [
        "Vi har den 2024-03-05 tagit emot er anmälan. Ärendet avslutas.",
        "IMY har den 5 mars 2024 tagit emot en anmälan om personuppgiftsincident från er. IMY avslutar ärendet. Ärendet avslutas 2024-04-20.",
        "Er anmälan inkom den 5:e mars 2024. Vi har frågor.",
        "Anmälan kom in till oss 2024-03-05 och ni ska svara senast 2024-05-01.",
        "IMY tog den 5 mars 2024 emot en anmälan från er.",
        "Med anledning av er anmälan som kom in den 5 mars 2024 vill vi ha svar senast den 2 april 2024.",
        "Den 5 mars 2024 inkom en anmälan till IMY. Ni har den 12 mars 2024 kommit in med kompletterande uppgifter.",
        "Er anmälan inkom den 5 mars 2024, varför ni ska svara på följande frågor.",
    ] {
        let told = came("Beslut IMY-2024-17", text);
        assert_eq!(
            (told.received, told.is_sent),
            (at("2024-03-05"), false),
            "{text}"
        );
    }
}

#[test]
fn another_moment_is_none_of_receipt() {
    for text in [
        "Vi har tagit emot din anmälan. Incidenten upptäcktes 2024-03-04 09:30.",
        "Vi har tagit emot din anmälan om incidenten som upptäcktes 2024-03-04 09:30.",
        "Vi har tagit emot din anmälan om incidenten den 2024-03-04.",
        "Vi har tagit emot din anmälan.\nHandläggningstiden är 72 timmar. Sidan uppdaterades 2023-01-01 10:00.",
        "Vi har tagit emot er anmälan och återkommer den 20 maj 2024.",
        "Vi har tagit emot er anmälan som ni skickade den 4 mars 2024.",
        "Vi har tagit emot er\nanmälan av personuppgiftsincident\nÄrendenummer: DI-2024-2",
        "Vi har tagit emot er anmälan och ni behöver inte göra något mer.",
        "Vi har tagit emot er anmälan. Har du frågor? Kontakta oss. Om ni ska komplettera anmälan anger ni numret.",
        "Detta mejl går inte att besvara, men vi har tagit emot er anmälan.",
        "Detta är en kvittens på er anmälan.",
        "Vi har tagit emot er anmälan. När vi har gått igenom den avslutas ärendet.",
        "Hej!",
    ] {
        let told = came("Kvittens IMY-2024-17", text);
        assert_eq!(
            (told.received, told.is_sent),
            (at("2024-04-20T10:00+02:00"), true),
            "{text}"
        );
    }
}

#[test]
fn what_may_be_of_later_or_of_something_else_shows_no_time() {
    let unsure = |subject: &str, text: &str| {
        assert_eq!(said(subject, text), Said::Unsure, "{subject}: {text}");
    };
    for text in [
        "Vi har tagit emot er anmälan och har frågor. Hur många berörs?",
        "Vi har tagit emot er anmälan. Vi har en fråga.",
        "Vi har tagit emot er anmälan. När upptäcktes incidenten?",
        "Vi har tagit emot er anmälan. Ärendet avslutas.",
        "Vi har redan tagit emot er anmälan.",
        "Datum: 2024-03-05\nVi har tagit emot er anmälan.",
        "Tack för er anmälan den 5 mars 2024. Vi har tagit emot er anmälan.",
        "Er anmälan inkom 2024-03-05. Er anmälan inkom 2024-03-18.",
        "Er anmälan inkom 2024-03-05 10:15 2024-03-18 10:15.",
        "Upptäckt Mottagen\n2024-03-04 09:30 2024-03-05 10:15\nVi har tagit emot er anmälan.",
        "Er anmälan inkom 2034-03-05.",
    ] {
        unsure("IMY-2024-17", text);
    }
    for subject in [
        "Fråga om er anmälan",
        "Beslut",
        "SV: Kvittens",
        "Information",
    ] {
        unsure(subject, "Vi har tagit emot er anmälan. IMY-2024-17");
    }
    for text in [
        "Tack för ditt mejl. Vi har tagit emot ditt meddelande.",
        "Vi har tagit emot många anmälningar om leverantören X. Ert ärende handläggs.",
        "Er anmälan gäller inkompatibla system.",
        "Du får ett mejl när vi har tagit emot er anmälan.",
        "Om vi har tagit emot er anmälan får ni ett nummer.",
        "Vi har tagit emot ert svar på frågorna om er anmälan.",
        "Ert svar på frågorna om er anmälan inkom 2024-03-18.",
        "Är du inte rätt mottagare av detta mejl?",
    ] {
        assert_eq!(said("IMY-2024-17", text), Said::Nothing, "{text}");
    }
}

#[test]
fn what_did_not_come_in_is_denied() {
    for text in [
        "Vi har INTE tagit emot din anmälan. Försök igen.",
        "Er anmälan har ej mottagits.",
        "Er anmälan mottogs inte 2024-03-05.",
        "Er anmälan kunde inte tas emot.",
        "Vi kan inte bekräfta att vi har tagit emot er anmälan.",
    ] {
        assert_eq!(said("Kvitto IMY-2024-17", text), Said::Denied, "{text}");
    }
}

#[test]
fn the_page_is_read_where_the_plain_text_says_nothing() {
    let page = "<html><body><table><tr><td>Mottagen</td><td>2024-03-05 10:15</td></tr></table><p>Vi har tagit emot er anmälan.</p></body></html>";
    let mut both = mail("noreply@imy.se", "IMY-2024-17", "Visa mejlet som HTML.");
    both.beside = Some(Part {
        name: "body.html".into(),
        bytes: page.into(),
    });
    let Said::Came(told) = of(&both) else {
        panic!("{:?}", of(&both));
    };
    assert_eq!(told.received, at("2024-03-05 10:15"));
}
