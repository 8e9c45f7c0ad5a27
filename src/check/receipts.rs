//! Family M as far as receipts go: rows of the receipts file that fit nothing,
//! and receipts that contradict the document. The audit raises them where receipts are matched.

use crate::check::rule::Basis::Is;
use crate::check::rule::Rule;
use crate::check::rule::Run::Declared;
use crate::config::Words;
use crate::finding::Code;
use crate::finding::Severity::{Info, Warning};

pub(crate) const RECEIPT_UNMATCHED: Rule = Rule {
    code: Code::new(*b"M009"),
    name: "receipt-unmatched",
    title: Words::new(
        "Mottagningstid utan anmälan",
        "Receipt without a notification",
    ),
    severity: Warning,
    or: &[],
    message: Words::new(
        "Rad {row} ({key}) passar ingen anmälan; den användes inte.",
        "Row {row} ({key}) fits no notification; it was not used.",
    ),
    why: Words::new(
        "Tidsfristen räknas till den tidpunkt då anmälan kom in. En rad som inte hör till exakt en anmälan ger ingen sådan tidpunkt, och en anmälan kan därför stå utan bedömning.",
        "The deadline runs to the moment of receipt. A row that belongs to no single notification gives no such moment, so that a notification may be left without a verdict.",
    ),
    basis: Is(Words::new(
        "Programmets regel för mottagningstider (nycklarna diarienummer, källa, referens)",
        "The program's rule for receipts (keys case number, source, reference)",
    )),
    example: Words::new(
        "Raden anger PUI-2021-9999, som ingen inläst anmälan har.",
        "The row names PUI-2021-9999, which no notification read has.",
    ),
    run: Declared,
};

pub(crate) const RECEIPT_CONFLICT: Rule = Rule {
    code: Code::new(*b"M010"),
    name: "receipt-conflict",
    title: Words::new("Motstridiga mottagningstider", "Receipt times in conflict"),
    severity: Warning,
    or: &[],
    message: Words::new(
        "Enligt anmälan kom den in {document}, enligt filen med mottagningstider {receipts}; filens uppgift användes.",
        "The notification says that it was received {document}, the receipts file {receipts}; the file's was used.",
    ),
    why: Words::new(
        "När två mottagningstider för samma handling inte går ihop är en av dem fel. Bedömningen av tidsfristen beror på vilken. En dag och ett klockslag samma dag säger inte emot varandra.",
        "Two moments for one filing that cannot be the same mean that one of them is wrong. The verdict on the deadline depends on which. A day and a time of that day do not disagree.",
    ),
    basis: Is(Words::new(
        "Programmets regel: filen med mottagningstider går före dokumentet",
        "The program's rule: the receipts file wins over the document",
    )),
    example: Words::new(
        "Dokumentet: 2021-04-08 13:05. Filen: 2021-04-09 08:00.",
        "The document: 2021-04-08 13:05. The file: 2021-04-09 08:00.",
    ),
    run: Declared,
};

pub(crate) const RECEIPT_FROM_MAIL: Rule = Rule {
    code: Code::new(*b"M011"),
    name: "receipt-from-mail",
    title: Words::new(
        "Mottagningstid från en kvittens",
        "Receipt time from a confirmation",
    ),
    severity: Info,
    or: &[],
    message: Words::new(
        "Mottagningstiden {received} är den i myndighetens kvittens {mail}.",
        "The receipt time {received} is that of the authority's confirmation {mail}.",
    ),
    why: Words::new(
        "Kvittensen visar när anmälan kom in, men den är knuten till anmälan av programmet: genom diarienummer, referens eller mapp.",
        "The confirmation shows when the notification came in, but it is the program that ties it to the notification: by case number, reference or folder.",
    ),
    basis: Is(Words::new(
        "Programmets regel för mottagningstider (avsändare, ord och nummer i kvittenser)",
        "The program's rule for receipts (sender, words and numbers of confirmations)",
    )),
    example: Words::new(
        "I samma mapp som anmälan ligger ett mejl från IMY om att den togs emot 2021-01-22 14:05.",
        "Beside the notification lies a mail of the authority that it was received 2021-01-22 14:05.",
    ),
    run: Declared,
};

pub(super) const RULES: &[Rule] = &[RECEIPT_UNMATCHED, RECEIPT_CONFLICT, RECEIPT_FROM_MAIL];
