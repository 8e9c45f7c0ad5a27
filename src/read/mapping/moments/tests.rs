use super::*;

fn moments(formats: &[&str]) -> Moments {
    Moments {
        formats: formats.iter().map(|format| Format::new(format)).collect(),
        ..Moments::default()
    }
}

fn stamp(moments: &Moments, text: &str) -> Option<String> {
    match moments.read(text, Extent::Whole, 1, 0).0 {
        Told::One(read) => Some(read.stamp()),
        Told::Text(text) => Some(text.into_owned()),
        Told::No | Told::Several => None,
    }
}

#[test]
fn moments_are_read_by_format() {
    let moments = Moments {
        no_time: NoTime::Marks(vec!["12:00:00 AM".to_owned()]),
        ..moments(&["%Y-%m", "%m/%d/%Y %I:%M:%S %p", "%d.%m.%Y", "%H:%M"])
    };
    for (text, read) in [
        ("2018-06", "2018-06"),
        ("03/04/2021 02:30:00 PM", "2021-03-04T14:30"),
        ("03/04/2021 12:00:00 AM", "2021-03-04"),
        ("24.12.2020", "2020-12-24"),
    ] {
        assert_eq!(stamp(&moments, text).as_deref(), Some(read), "{text}");
    }
    let Told::One(read) = moments.read("09:15", Extent::Whole, 1, 0).0 else {
        panic!()
    };
    assert_eq!(
        read.parts(),
        (Value::Text("".into()), Value::Text("09:15".into()))
    );
    // Our own writing is none of the formats.
    for text in ["yesterday", "2021-03-04", "30.02.2020", "03/04/2021"] {
        assert_eq!(
            moments.read(text, Extent::Whole, 1, 0),
            (Told::No, Clues::default()),
            "{text}"
        );
    }
}

#[test]
fn words_of_zones_count() {
    for (format, text, read) in [
        (
            "%a, %d %b %Y %H:%M:%S GMT",
            "Fri, 21 Aug 2026 16:16:00 GMT",
            Some("2026-08-21T16:16+00:00"),
        ),
        (
            "%Y-%m-%dT%H:%M:%SZ",
            "2026-08-21T16:16:00Z",
            Some("2026-08-21T16:16+00:00"),
        ),
        (
            "%d/%m/%Y %H:%M (CET)",
            "21/01/2026 16:16 (CET)",
            Some("2026-01-21T16:16+01:00"),
        ),
        (
            "%d %b %Y %H:%M %Z",
            "21 Aug 2026 16:16 EDT",
            Some("2026-08-21T16:16-04:00"),
        ),
        (
            "%d %b %Y %H:%M %Z",
            "21 Aug 2026 16:16 +0200",
            Some("2026-08-21T16:16+02:00"),
        ),
        ("%d %b %Y %H:%M %Z", "21 Aug 2026 16:16 IST", None),
        (
            "%d %b %Y %H:%M UTC%:z",
            "21 Aug 2026 16:16 UTC+02:00",
            Some("2026-08-21T16:16+02:00"),
        ),
        (
            "%d %b %Y %H:%M %Q",
            "21 Aug 2026 16:16 Asia/Tokyo",
            Some("2026-08-21T16:16[Asia/Tokyo]"),
        ),
        (
            "%d/%m/%Y %H:%M UTC+2",
            "21/08/2026 16:16 UTC+2",
            Some("2026-08-21T16:16+02:00"),
        ),
        (
            "UTC+2 %d/%m/%Y %H:%M",
            "UTC+2 21/08/2026 16:16",
            Some("2026-08-21T16:16+02:00"),
        ),
        (
            "%Y-%m-%dT%H:%M:%S.000-0530",
            "2026-08-21T16:16:00.000-0530",
            Some("2026-08-21T16:16-05:30"),
        ),
        (
            "%Y-%m-%d %H:%M:%S.000Z",
            "2026-08-21 16:16:00.000Z",
            Some("2026-08-21T16:16+00:00"),
        ),
        (
            "kl %H:%M den %d-%m-%Y",
            "kl 16:16 den 21-08-2026",
            Some("2026-08-21T16:16"),
        ),
        (
            "%d %b %Y %H:%M gmt",
            "21 Aug 2026 16:16 gmt",
            Some("2026-08-21T16:16+00:00"),
        ),
        (
            "%Y-%m-%d %H:%M JST",
            "2021-07-12 09:30 JST",
            Some("2021-07-12T09:30+09:00"),
        ),
        (
            "%Y-%m-%d %H:%M Zulu",
            "2021-07-12 09:30 Zulu",
            Some("2021-07-12T09:30+00:00"),
        ),
        (
            "%Y-%m-%d %H:%M (Europe/London)",
            "2021-07-12 09:30 (Europe/London)",
            Some("2021-07-12T09:30[Europe/London]"),
        ),
        (
            "%Y-%m-%d kl %H:%M UHR",
            "2021-07-12 kl 09:30 UHR",
            Some("2021-07-12T09:30"),
        ),
        // A day of the week that it is not.
        (
            "%a, %d %b %Y %H:%M:%S GMT",
            "Sat, 21 Aug 2026 16:16:00 GMT",
            None,
        ),
    ] {
        assert_eq!(
            stamp(&moments(&[format]), text).as_deref(),
            read,
            "{format} {text}"
        );
    }
    let zoned = |formats| Moments {
        zone: Some("America/New_York".to_owned()),
        ..moments(formats)
    };
    assert_eq!(
        stamp(&zoned(&["%d/%m/%Y"]), "21/08/2026").as_deref(),
        Some("2026-08-21[America/New_York]")
    );
    let found = "2026-08-21 16:16";
    assert_eq!(
        stamp(&zoned(&[]), found).as_deref(),
        Some("2026-08-21 16:16[America/New_York]")
    );
    let (utc, read) = ("2026-08-21 16:16 UTC", Some("2026-08-21T16:16+00:00"));
    assert_eq!(stamp(&zoned(&["%Y-%m-%d %H:%M %Z"]), utc).as_deref(), read);
}

#[test]
fn words_that_may_be_zones_are_in_doubt() {
    for word in [
        "BST",
        "IST",
        "ET",
        "PT",
        "Eastern Time",
        "(AST)",
        "XYZT",
        "London",
    ] {
        let format = Format::new(&format!("%Y-%m-%d %H:%M:%S {word}"));
        assert!(format.doubt().is_some(), "{word}");
    }
    for format in [
        "%Y-%m-%d %H:%M JST",
        "%Y-%m-%d %H:%M MST",
        "%Y-%m-%d %H:%M HKT",
        "%Y-%m-%d %H:%M SGT",
        "%Y-%m-%d %H:%M SAST",
        "%Y-%m-%d %H:%M BST%:z",
        "%Y-%m-%d %H:%M PM",
        "%Y-%m-%d %HH%M",
        "%Y-%m-%dT%H:%M:%SZ",
        "KL %H.%M DEN %d/%m %Y",
        "%H:%M Uhr am %d.%m.%Y",
        "%H:%M et %d/%m/%Y",
        "%d/%m/%Y %I:%M %p",
        "%d %b %Y %H:%M %Z",
        "ET %d/%m/%Y",
    ] {
        assert_eq!(Format::new(format).doubt(), None, "{format}");
    }
}

#[test]
fn formats_must_agree() {
    let both = moments(&["%d/%m/%Y", "%m/%d/%Y"]);
    let several = (
        Told::Several,
        Clues {
            several: 1,
            ..Clues::default()
        },
    );
    assert_eq!(both.read("03/04/2021", Extent::Whole, 1, 0), several);
    for (text, read) in [
        ("05/05/2021", "2021-05-05"),
        ("03/25/2021", "2021-03-25"),
        ("25/03/2021", "2021-03-25"),
    ] {
        assert_eq!(stamp(&both, text).as_deref(), Some(read));
    }
    let first = Moments {
        prefer: Prefer::First,
        ..both
    };
    assert_eq!(stamp(&first, "03/04/2021").as_deref(), Some("2021-04-03"));
    // A year of two digits is none of four, and a day of the week decides.
    assert_eq!(
        stamp(&moments(&["%d/%m/%Y", "%d/%m/%y"]), "03/04/21").as_deref(),
        Some("2021-04-03")
    );
    let named = moments(&["%a %d/%m/%Y", "%a %m/%d/%Y"]);
    assert_eq!(
        stamp(&named, "Sat 03/04/2021").as_deref(),
        Some("2021-04-03")
    );
}

#[test]
fn of_several_columns_the_time_may_be_missing() {
    let moments = moments(&["%m/%d/%Y %I:%M %p"]);
    let Told::One(read) = moments.read("03/04/2021", Extent::Part, 1, 0).0 else {
        panic!()
    };
    assert_eq!(read.stamp(), "2021-03-04");
    for (text, extent) in [("2021-03-04", Extent::Part), ("03/04/2021", Extent::Whole)] {
        assert_eq!(moments.read(text, extent, 1, 0).0, Told::No, "{text}");
    }
}

#[test]
fn midnights_in_sweden_are_midnights_by_whatever_clock() {
    for (formats, zone, text, date) in [
        (&[][..], None, "2024-03-03T23:00:00Z", Some("2024-03-04")),
        (&[], None, "2024-07-03T22:00:00.000Z", Some("2024-07-04")),
        (&[], None, "2024-03-03T18:00-05:00", Some("2024-03-04")),
        (&[], Some("UTC"), "2024-03-03 23:00", Some("2024-03-04")),
        (
            &["%Y-%m-%d %H:%M %z"],
            None,
            "2024-07-03 22:00 +0000",
            Some("2024-07-04"),
        ),
        (
            &["%Y-%m-%d %H:%M"],
            Some("UTC"),
            "2024-07-03 22:00",
            Some("2024-07-04"),
        ),
        // An hour later is none, nor is a second; and without a zone it is no midnight.
        (&[], None, "2024-07-03T23:00:00Z", None),
        (&[], None, "2024-03-03T23:00:01Z", None),
        (&[], None, "2024-03-03 23:00", None),
        (
            &["%Y-%m-%d %H:%M:%S %z"],
            None,
            "2024-07-03 22:00:30 +0000",
            None,
        ),
    ] {
        let moments = Moments {
            zone: zone.map(str::to_owned),
            ..moments(formats)
        };
        let (told, clues) = moments.read(text, Extent::Whole, 4, 4);
        assert_eq!(clues.midnight == 4, date.is_some(), "{text}");
        assert_eq!(clues.timed == 4, date.is_none(), "{text}");
        if let Some(date) = date {
            let Told::One(read) = told else {
                panic!("{text}")
            };
            assert_eq!(read.stamp(), date, "{text}");
        }
        // Where the column has other times, it is a moment as it stands.
        let (told, _) = moments.read(text, Extent::Whole, 4, 0);
        assert!(
            !matches!(&told, Told::One(read) if read.time.is_none()),
            "{text}"
        );
    }
}

#[test]
fn midnights_are_told_from_other_times() {
    let (midnight, timed) = (
        Clues {
            midnight: 4,
            ..Clues::default()
        },
        Clues {
            timed: 4,
            ..Clues::default()
        },
    );
    for (formats, text, clues) in [
        (&["%Y-%m-%d %H:%M:%S"][..], "2021-02-12 00:00:00", midnight),
        (
            &["%m/%d/%Y %I:%M:%S %p"],
            "02/12/2021 12:00:00 AM",
            midnight,
        ),
        (&["%Y-%m-%d %H:%M:%S"], "2021-02-12 00:00:01", timed),
        (
            &["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"],
            "2021-02-12",
            Clues::default(),
        ),
        (&[], "2021-02-12T00:00:00.000Z", midnight),
        (&[], "2021-02-12 00:00", midnight),
        (&[], "2021-02-12 00:00:01", timed),
        (&[], "12/2 2021 kl 9", timed),
        (&[], "2021-02-12", Clues::default()),
        (&[], "i mars", Clues::default()),
    ] {
        let moments = moments(formats);
        assert_eq!(moments.read(text, Extent::Whole, 4, 0).1, clues, "{text}");
        if clues == midnight {
            let Told::One(read) = moments.read(text, Extent::Whole, 4, 4).0 else {
                panic!("{text}")
            };
            assert_eq!(read.stamp(), "2021-02-12", "{text}");
        }
    }
    let kept = Moments {
        no_time: NoTime::Marks(Vec::new()),
        ..moments(&[])
    };
    assert_eq!(
        kept.read("2021-02-12 00:00", Extent::Whole, 4, 4).1,
        Clues::default()
    );
    let marked = Moments {
        no_time: NoTime::Marks(vec!["00:00".to_owned()]),
        ..moments(&[])
    };
    assert_eq!(
        stamp(&marked, "2021-02-12 00:00").as_deref(),
        Some("2021-02-12")
    );
}
