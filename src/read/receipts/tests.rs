//! Lists of receipt times as people write them.

use super::*;

fn parse(bytes: &[u8]) -> Result<Vec<Receipt>, ReceiptsError> {
    super::parse(bytes, 0).map(|lists| lists.into_iter().flat_map(|list| list.rows).collect())
}

#[test]
fn keys_are_masked_as_the_names_of_sources_are() {
    let receipts = parse(b"source,received\na/811218-9876.txt,2021-04-08\n").unwrap();
    assert_eq!(receipts[0].source, "a/******-****.txt");
}

#[test]
fn rows_are_read_with_their_lines() {
    let receipts = parse(
        "received;source;channel\n2021-04-08T12:00;a\\b.txt;post\n\nigår;c.txt;\n".as_bytes(),
    )
    .unwrap();
    assert_eq!(receipts.len(), 2);
    assert_eq!(
        (receipts[0].line, receipts[0].source.as_str()),
        (2, "a/b.txt")
    );
    assert_eq!(receipts[0].channel, Cell::Given(Channel::Post));
    assert!(receipts[0].received.given().is_some());
    assert_eq!(
        (receipts[1].line, receipts[1].received),
        (4, Cell::Unreadable)
    );
}

#[test]
fn an_empty_cell_is_not_an_unreadable_one() {
    let receipts = parse(b"source,received,channel\na,,duva\nb,igar,\n").unwrap();
    let cells: Vec<_> = receipts
        .iter()
        .map(|receipt| (receipt.received, receipt.channel))
        .collect();
    assert_eq!(
        cells,
        [
            (Cell::Empty, Cell::Unreadable),
            (Cell::Unreadable, Cell::Empty)
        ]
    );
}

#[test]
fn two_columns_of_receipt_times_that_differ_are_refused() {
    let list = |names: &str, first: &str, other: &str| {
        parse(format!("dnr;{names}\nKS 1/2024;{first};{other}\n").as_bytes())
    };
    for names in [
        "Inkom;Mottagen",
        "Mottaget datum;Inkom till IMY",
        "Anmäld;Anmäld datum",
    ] {
        let refused = list(names, "2024-03-02", "2024-03-05 10:00");
        assert!(
            matches!(refused, Err(ReceiptsError::TwoTimes(_, 2))),
            "{names}"
        );
        for (first, other) in [("2024-03-05", "2024-03-05 10:00"), ("2024-03-05", "")] {
            assert!(
                list(names, first, other).is_ok(),
                "{names}: {first} {other}"
            );
        }
    }
    let both = list("Inkom;Mottagen", "2024-03-02", "2024-03-05").unwrap_err();
    assert_eq!(
        both.to_string(),
        "the file has two columns of receipt times, \"Inkom\" and \"Mottagen\", which differ at line 2; rename the one that counts to received"
    );
    for names in [
        "received;Inkom",
        "Inkom;Anmäld",
        "Inkom;Mottagen av DSO",
        "Inkom;Upptäckt",
    ] {
        let read = list(names, "2024-03-02", "2024-03-05").unwrap();
        let first = parse_stamp("2024-03-02").unwrap().value;
        assert_eq!(read[0].received, Cell::Given(first), "{names}");
    }
}

#[test]
fn a_list_that_is_not_filled_in_yet_may_have_words_for_times() {
    let list = |heading: &str, cells: [&str; 3]| {
        let rows = cells.map(|cell| format!("KS 1/2024;{cell};Ja\n"));
        parse(format!("Referens;{heading};Anmäld\n{}", rows.concat()).as_bytes())
    };
    let cells = ["2024-03-05 10:00", "ej kvittens", "ej kvittens"];
    for heading in ["Inkom", "Mottaget datum", "Inkom till IMY"] {
        let read = list(heading, cells).unwrap();
        let received: Vec<_> = read.iter().map(|row| row.received).collect();
        let first = parse_stamp(cells[0]).unwrap().value;
        assert_eq!(
            received,
            [Cell::Given(first), Cell::Unreadable, Cell::Unreadable],
            "{heading}"
        );
    }
    // Words that say nothing of a receipt make no column of it.
    assert!(
        matches!(list("Status", cells), Err(ReceiptsError::NoDates(heading, _)) if heading == "Anmäld")
    );
    let error = list("Inkom", ["-", "ej kvittens", ""]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the column \"Inkom\" of the receipts file holds no dates (lines 2, 3); write the times as 2024-03-05 10:15, and leave the cell blank where there is none"
    );
}

#[test]
fn missing_columns_are_told() {
    assert!(matches!(
        parse(b"source\nx\n"),
        Err(ReceiptsError::NoReceived)
    ));
    assert!(matches!(
        parse(b"received\n2021-01-01\n"),
        Err(ReceiptsError::NoKey)
    ));
    for empty in [&b""[..], b"\n \n"] {
        assert!(matches!(
            parse(empty),
            Err(ReceiptsError::File(Fault::Empty))
        ));
    }
    let workbook = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0";
    assert!(matches!(
        parse(workbook),
        Err(ReceiptsError::File(Fault::NoText))
    ));
    assert!(matches!(
        parse(b"source,Received,received\n"),
        Err(ReceiptsError::Twice("received"))
    ));
}

#[test]
fn headings_are_swedish_or_english_below_a_title_and_in_two_columns() {
    let list = "Incidenter 2024;;;\n\nDnr;Anmäld datum;Anmäld kl.;IMY:s ärendenr\nKS 2024/1;2024-03-05;10:15;IMY-2024-1\nKS 2024/2;;;\n;;;\n";
    let lists = super::parse(list.as_bytes(), 0).unwrap();
    let [only] = &lists[..] else {
        panic!("one list")
    };
    assert_eq!((only.rows.len(), only.unfilled), (2, 1));
    let first = &only.rows[0];
    assert_eq!(
        (
            first.line,
            first.reference.as_str(),
            first.case_number.as_str()
        ),
        (4, "KS 2024/1", "IMY-2024-1")
    );
    assert_eq!(
        Some(first.received.given().unwrap().to_string()),
        parse_stamp("2024-03-05 10:15").map(|read| read.value.to_string())
    );
    for (heading, key) in [("Diarienr", "IMY-2024-1"), ("Ärendenummer", "DI-2024-33")] {
        let rows = parse(format!("{heading}\tInkom\n{key}\t2024-03-05\n").as_bytes()).unwrap();
        assert_eq!(
            (rows[0].case_number.as_str(), rows[0].reference.as_str()),
            (key, "")
        );
    }
    for heading in ["Diarienr", "Referens", "Dnr"] {
        let rows = parse(format!("{heading};Mottagen\nKS 1;2024-03-05\n").as_bytes()).unwrap();
        assert_eq!(
            (rows[0].case_number.as_str(), rows[0].reference.as_str()),
            ("", "KS 1")
        );
    }
}

/// The rows of a list as `received case reference channel`.
fn told(list: &str) -> Vec<String> {
    let rows = parse(list.as_bytes()).unwrap().into_iter();
    rows.map(|row| {
        let received = row.received.given().map(ToString::to_string);
        let channel = row.channel.given().map(|channel| channel.as_str());
        [
            received.as_deref().unwrap_or("-"),
            &row.case_number,
            &row.reference,
            channel.unwrap_or_default(),
        ]
        .join(" ")
    })
    .collect()
}

#[test]
fn headings_are_known_by_how_they_begin_and_by_the_cells_below() {
    let [exact, day] =
        ["2024-03-05 10:15", "2024-03-05"].map(|text| parse_stamp(text).unwrap().value.to_string());
    let row = |received: &str, rest: &str| format!("{received} {rest}");
    for (list, expected) in [
        (
            "Referensnummer;Inkommen datum;Inkommen tid\nKS 1;2024-03-05;kl 10.15\n",
            row(&exact, " KS 1 "),
        ),
        (
            "Internt diarienummer;Datum för anmälan;Klockslag\nKS 1;5 mars 2024;1015\n",
            row(&exact, " KS 1 "),
        ),
        (
            "Dnr;Inkom IMY;IMY dnr\nKS 1;2024-03-05 kl. 10:15;IMY-2024-1\n",
            row(&exact, "IMY-2024-1 KS 1 "),
        ),
        (
            "Er referens;Mottagningsdatum;Mottagningstid;Ärendenr hos IMY;Sätt\nKS 1;2024-03-05;10:15;DI-2024-1;Brev\n",
            row(&exact, "DI-2024-1 KS 1 post"),
        ),
        (
            "Eget dnr;Anmäld?;Anmäld datum;Anmäld kl.;Dnr IMY\nKS 1;Ja;2024-03-05;10:15:00;IMY-2024-1\n",
            row(&exact, "IMY-2024-1 KS 1 "),
        ),
        (
            "Reference;Date received;Time received;Authority case no.\nKS 1;5 March 2024;10.15;IMY-2024-1\n",
            row(&exact, "IMY-2024-1 KS 1 "),
        ),
        // A midnight beside a time of day is what a program writes for a day.
        (
            "Ref;Inkom;Kl\nKS 1;2024-03-05 00:00:00;10:15\n",
            row(&exact, " KS 1 "),
        ),
        (
            "Ref;Kl;Inkom\nKS 1;10:15;2024-03-05\n",
            row(&exact, " KS 1 "),
        ),
        (
            "Ref;Informerade;Anmälan inskickad\nKS 1;2024-03-09;2024-03-05 10:15\n",
            row(&exact, " KS 1 "),
        ),
        (
            "Ref;IMY-anmälan inlämnad den\nKS 1;2024-03-05 10:15\n",
            row(&exact, " KS 1 "),
        ),
        // That nobody knows the time of day does not lose the day.
        ("Ref;Inkom;Kl\nKS 1;2024-03-05;okänt\n", row(&day, " KS 1 ")),
        (
            "Ref;Inkom;Kl\nKS 1;2024-03-05;förmiddag\n",
            row("-", " KS 1 "),
        ),
        // When others were told is no receipt.
        (
            "Ref;Anmäld till DSO;Anmäld internt;Anmäld till IMY\nKS 1;2024-03-01;2024-03-02;2024-03-05 10:15\n",
            row(&exact, " KS 1 "),
        ),
        (
            "Ref;Anmäld av;Inkom;Anm\nKS 1;Anna;2024-03-05;x\n",
            row(&day, " KS 1 "),
        ),
        // Of two columns the one that says something.
        (
            "Ref;Mottagen;Inkom\nKS 1;;2024-03-05\n",
            row(&day, " KS 1 "),
        ),
        (
            "Nr;Tillsynsmyndighet;Handling;Inkom\n1;IMY;IMY-2024-1;2024-03-05\n",
            row(&day, "IMY-2024-1  "),
        ),
    ] {
        assert_eq!(told(list), [expected], "{list}");
    }
}
