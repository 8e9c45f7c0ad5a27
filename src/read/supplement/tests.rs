use super::*;
use crate::mail::Part;

fn letter(text: &str) -> Option<Letter> {
    Letter::of_text(text, Format::Text)
}

fn mail(sender: &str, subject: &str, body: &str) -> Mail {
    Mail {
        subject: subject.into(),
        sender: sender.into(),
        sent: "2024-03-05T09:15:00+01:00".into(),
        body: Some(Part {
            name: "body.txt".into(),
            bytes: body.into(),
        }),
        ..Mail::default()
    }
}

#[test]
fn a_letter_begins_by_saying_what_it_is() {
    for text in [
        "Komplettering",
        "Till IMY\n\n\nKomplettering till ärende IMY-2022-3276\n",
        "SV: Re: komplettering av anmälan",
        "a\nb\nc\nd\nSUPPLEMENT to IMY-2022-3276",
        "Kompletterande uppgifter till anmälan IMY-2024-1",
        "Kompletterande information",
        "Komplettering av anmälan om personuppgiftsincident, dnr KS 2024/1",
        "Komplettering – IMY-2024-1",
        "Re: Sv: Komplettering",
        "[Extern] VB: Komplettering av det som saknas i anmälan",
        "Ämne: Komplettering IMY-2024-1",
        "# Komplettering till IMY-2024-1",
        "Komplettering\n=============\nÄrende IMY-2024-1",
        "Slutlig komplettering, IMY-2024-1",
        "Komplettering som ni begärt",
        "Komplettering enligt begäran den 5 mars",
        "Komplettering\n2024-03-05\nDnr KS 2024/21\nHär kommer de uppgifter som saknades i vår anmälan.",
        "Komplettering: incidenten i Teams",
    ] {
        assert!(letter(text).is_some(), "{text}");
    }
    for text in [
        "",
        "De vill ha komplettering senast 2023-06-16.",
        "a\nb\nc\nd\ne\nKomplettering IMY-2022-3276",
        "Uppföljning av IMY-2024-1",
        "Kompletteringen i KS 2021/77 har vi glömt?",
        "Från: IMY <registrator@imy.se>\nTill: dso@b.example.se\nÄmne: Komplettering IMY-2024-1",
    ] {
        assert!(letter(text).is_none(), "{text}");
    }
}

#[test]
fn who_asks_for_a_supplement_or_misses_one_sends_none() {
    for text in [
        "Begäran om komplettering",
        "Kompletteringsbegäran IMY-2022-3276",
        "Komplettering begärs",
        "Komplettering begärs i ärende IMY-2024-1",
        "Komplettering saknas",
        "Komplettering till IMY-2024-1 saknas fortfarande",
        "Komplettering ska lämnas",
        "Komplettering behövs",
        "Komplettering önskas",
        "Komplettering senast 5 mars",
        "Komplettering: senast den 5 mars (IMY-2024-1)",
        "Komplettering av anmälan ska skickas in",
        "Kompletterande uppgifter begärs",
        "Komplettering inte skickad",
        "Komplettering: ja",
        "Komplettering skickad 2024-03-05, IMY-2024-1",
        "VB: Komplettering krävs, IMY-2024-1",
        "Supplement requested",
        "Supplement to IMY-2024-1 needed",
        "Supplement missing",
    ] {
        assert!(letter(text).is_none(), "{text}");
        let mail = mail("dso@b.example.se", text, "Hej!\n");
        assert!(Letter::of_mail(&mail).is_none(), "{text}");
    }
}

#[test]
fn a_cell_of_a_table_is_no_letter() {
    for text in [
        "Ärende\tKomplettering\nIMY-2024-1\tNej\nKomplettering\tIMY-2024-1\n",
        "| Komplettering | IMY-2024-1 |\n|---|---|\n",
        "Komplettering | IMY-2024-1 | klar",
        "Komplettering;IMY-2024-1;2024-03-05",
        "Ärende\nIMY-2024-1\nKomplettering\nNej",
        "Ärende\nIMY-2024-1\nKomplettering\n–\n",
        "Dnr\nUpptäckt\nKomplettering\nIMY-2024-1\n2024-03-01\n2024-03-05\n",
        "Ärende\nIMY-2024-1\nKomplettering\n2024-03-05",
        "Ärende\nKomplettering\nStatus\nIMY-2024-1\n2024-03-05\nKlar\nDet här är en promemoria.",
    ] {
        assert!(letter(text).is_none(), "{text}");
    }
}

#[test]
fn what_the_authority_or_a_program_sends_is_none() {
    let (subject, body) = ("Komplettering IMY-2024-1", "Komplettering av IMY-2024-1\n");
    assert!(Letter::of_mail(&mail("dso@b.example.se", subject, body)).is_some());
    for sender in ["registrator@imy.se", "noreply@imy.example.se", "a@e.imy.se"] {
        assert!(
            Letter::of_mail(&mail(sender, subject, body)).is_none(),
            "{sender}"
        );
    }
    let returned = mail(
        "postmaster@b.example.se",
        "Undeliverable: Komplettering",
        "",
    );
    assert!(sends_none(&returned));
    for subject in [
        "Ej levererat: Komplettering",
        "Automatiskt svar: Komplettering IMY-2024-1",
    ] {
        let body = format!("Ämne: {body}");
        assert!(Letter::of_mail(&mail("dso@b.example.se", subject, &body)).is_none());
    }
}

#[test]
fn an_earlier_mail_names_only_where_the_later_does_not() {
    let earlier = "\n-----Ursprungligt meddelande-----\nFrån: a@imy.se\nDnr IMY-2024-2\n";
    let cases = |subject: &str| {
        let mail = mail(
            "dso@b.example.se",
            subject,
            &format!("Här kommer den.\n{earlier}"),
        );
        Letter::of_mail(&mail).unwrap().names.cases
    };
    assert_eq!(cases("SV: Komplettering IMY-2024-1"), ["IMY-2024-1"]);
    assert_eq!(cases("SV: Komplettering"), ["IMY-2024-2"]);
}
