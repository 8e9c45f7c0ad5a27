use super::super::{parse_date, parse_stamp, parse_time};
use super::*;
use jiff::civil;

fn read(text: &str) -> Option<PartialDate> {
    let read = parse_date(text)?;
    assert!(read.lenient, "{text}");
    Some(read.value)
}

#[test]
fn a_day_of_the_week_must_be_that_of_its_date() {
    let of_time = parse_stamp("fredag 12 februari 2021 09:30").map(|read| read.value);
    assert_eq!(
        of_time,
        parse_stamp("2021-02-12 09:30").map(|read| read.value)
    );
    for text in [
        "torsdag 12 februari 2021",
        "2021-02-12 (tors)",
        "fredag februari 2021",
        "fredag",
        "fr 12 februari 2021",
        "fredag fredag 12 februari 2021",
        "fredags 12 februari 2021",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn dates_as_people_write_them() {
    let writings = [
        "20210212",
        "210212",
        "12/2 2021",
        "12/2-2021",
        "12/02 2021",
        "12.2.2021",
        "12.02.2021",
        "12. 2. 2021",
        "12 februari 2021",
        "den 12 februari 2021",
        "Den 12 Februari 2021.",
        "12 feb. 2021",
        "12 February 2021",
        "12-feb-2021",
        "2021/02/12",
        "2021.02.12",
        "2021-2-12",
        "2021\u{2013}02\u{2013}12",
        "2021\u{2011}02\u{2011}12",
        "2021\u{a0}02\u{a0}12",
        "12\u{a0}februari\u{a0}2021",
        "2021-02-12T09:30",
        "2021-02-12 09:30:15",
        "2021-02-11T23:30:00Z",
        "12/2 2021 kl 9",
        "12:e februari 2021",
        "den 12:e februari 2021",
        "12e feb 2021",
        "12th February 2021",
        "February 12, 2021",
        "Feb 12th, 2021",
        "den 12:e februari 2021 kl. 09.30",
        "fredag 12 februari 2021",
        "Fredagen den 12 februari 2021",
        "fredag den 12:e februari 2021 klockan 14:30",
        "fre. 12/2 2021",
        "fre 2021-02-12",
        "2021-02-12 (fredag)",
        "2021-02-12 fredag 14:30",
        "12 februari 2021, fre",
        "Friday, February 12, 2021",
        "Fri 12 Feb 2021",
    ];
    for text in writings {
        assert_eq!(
            read(text),
            Some(PartialDate::Day(civil::date(2021, 2, 12))),
            "{text}"
        );
    }
    assert_eq!(
        read("991231"),
        Some(PartialDate::Day(civil::date(1999, 12, 31)))
    );
}

#[test]
fn months_as_people_write_them() {
    for text in [
        "februari 2021",
        "Feb 2021",
        "february 2021",
        "2021/02",
        "2021.2",
        "2021\u{2013}02",
    ] {
        assert_eq!(read(text), Some(PartialDate::Month(2021, 2)), "{text}");
    }
}

#[test]
fn what_has_two_readings_is_not_guessed() {
    assert_eq!(read("02/12/2021"), None);
    assert_eq!(read("02-12-2021"), None);
    assert_eq!(read("21-02-12"), None);
    assert_eq!(read("02/25/2021"), None);
    assert_eq!(
        read("25/02/2021"),
        Some(PartialDate::Day(civil::date(2021, 2, 25)))
    );
    assert_eq!(
        read("02/02/2021"),
        Some(PartialDate::Day(civil::date(2021, 2, 2)))
    );
}

#[test]
fn what_is_no_date_is_not_read() {
    let writings = [
        "",
        " ",
        "-",
        "i mars",
        "210230",
        "20211301",
        "30 februari 2021",
        "31/4 2021",
        "29/2 2021",
        "12/2",
        "1899.12.31",
        "2201.01.01",
        "202102",
        "2021",
        "12 2021 02",
        "0000000000000",
        "12//2 2021",
        "februari",
        "igår",
        "2021-02-12, 2021-02-13",
        "٢٠٢١-٠٢-١٢",
        "2021-02-12T",
        "den",
        "12 fe 2021",
        "12 foo 2021",
        "3:e mars",
        "12:x februari 2021",
        "24:e",
        "12,2,2021",
        "2021,2,12",
        "2021,02",
    ];
    for text in writings {
        assert_eq!(parse_date(text), None, "{text}");
    }
    assert_eq!(parse_date(&"1".repeat(100_000)), None);
}

#[test]
fn of_a_time_that_is_not_exact_the_day_is_known() {
    for about in [
        "ca",
        "ca.",
        "c:a",
        "cirka kl.",
        "kl ca",
        "ungefär kl",
        "~",
        "vid",
        "runt",
    ] {
        assert_eq!(parse_time(&format!("{about} 9")), None, "{about}");
        let moment = parse_stamp(&format!("2024-03-04 {about} 14.30")).unwrap();
        assert_eq!(
            moment.value,
            parse_stamp("2024-03-04").unwrap().value,
            "{about}"
        );
        assert!(moment.lenient, "{about}");
    }
}

#[test]
fn times_as_people_write_them() {
    for text in [
        "kl 9",
        "kl. 09.00",
        "klockan 9",
        "9:00",
        "0900",
        "9",
        "09",
        "09h00",
        "9.00",
    ] {
        assert_eq!(
            parse_time(text).map(|time| (time.value.minutes(), time.lenient)),
            Some((540, true)),
            "{text}"
        );
    }
    for text in ["Kl\u{a0}9", "kl9", "9:00:59", " KL. 9 "] {
        assert_eq!(
            parse_time(text).map(|time| (time.value.minutes(), time.lenient)),
            Some((540, true)),
            "{text}"
        );
    }
    for text in ["24:00", "24.00", "2400", "kl 24", "24:00:00"] {
        assert_eq!(
            parse_time(text).map(|time| (time.value.minutes(), time.lenient)),
            Some((1440, true)),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_time_is_not_read() {
    let writings = [
        "",
        "-",
        "25:00",
        "24:01",
        "9:60",
        "2360",
        "9.5",
        "930",
        "9-10",
        "9:30-10:00",
        "9 pm",
        "kl",
        "eftermiddag",
        "9:+5",
        "12:30:60",
        "99999999999",
        "9:30.15",
        "0x10",
        "9h",
    ];
    for text in writings {
        assert_eq!(parse_time(text), None, "{text}");
    }
}

#[test]
fn receipts_as_people_write_them() {
    let expected = parse_stamp("2021-04-08T13:05").unwrap().value;
    for text in [
        "8/4 2021 13:05",
        "20210408 1305",
        "den 8 april 2021 kl. 13.05",
        "2021/04/08 13:05",
    ] {
        let read = parse_stamp(text).unwrap();
        assert_eq!((read.value, read.lenient), (expected, true), "{text}");
    }
    assert_eq!(
        parse_stamp("8/4 2021").map(|read| read.value),
        parse_stamp("2021-04-08").map(|read| read.value)
    );
}
