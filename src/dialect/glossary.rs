//! Words in both directions: what a code is called in each language, and which code is meant by
//! a word of either. A word that would stand for two codes stands for neither.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use foldhash::HashMap;
use serde::Deserialize;

use crate::config::{Language, Words};
use crate::deadline::{Reading, Verdict};
use crate::form::{Edition, FIELDS};
use crate::row::{COLUMNS, Held};

/// What a code is called, in Swedish and in English.
type Pair = [String; 2];

/// The file of words.
#[derive(Deserialize)]
struct File {
    headings: BTreeMap<String, Pair>,
    stems: BTreeMap<String, Pair>,
    endings: BTreeMap<String, Pair>,
    anywhere: BTreeMap<String, Pair>,
    columns: BTreeMap<String, BTreeMap<String, Pair>>,
}

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("words.toml")).expect("the built-in list of words is valid")
});

/// The words of a column.
#[derive(Debug, Default)]
pub(super) struct Glossary {
    said: HashMap<String, Pair>,
    read: HashMap<String, String>,
}

impl Glossary {
    /// The words of the column of this name; those that may stand anywhere where it has no own.
    pub(super) fn of(name: &str) -> &'static Self {
        static ALL: LazyLock<HashMap<String, Glossary>> = LazyLock::new(|| {
            let names = COLUMNS.iter().map(|column| column.name);
            let names = names.chain(FILE.columns.keys().map(String::as_str));
            let all = names.chain([""]);
            all.map(|name| (name.to_owned(), Glossary::made(name)))
                .collect()
        });
        static NONE: LazyLock<Glossary> = LazyLock::new(|| Glossary::made(""));
        ALL.get(name).unwrap_or(&NONE)
    }

    fn made(name: &str) -> Self {
        let mut glossary = Self::default();
        let listed = FILE.columns.get(name).into_iter().flatten();
        for (code, pair) in listed.chain(&FILE.anywhere) {
            glossary.add(code, pair.clone());
        }
        let mut add = |code: &str, words: Words| {
            glossary.add(code, [words.sv, words.en].map(str::to_owned));
        };
        match name {
            "verdict" | "inferred_verdict" => {
                let all = Verdict::ALL.iter();
                all.for_each(|own| add(own.as_str(), own.words()));
            }
            "reading" => {
                let all = Reading::ALL.iter();
                all.for_each(|own| add(own.as_str(), own.words()));
            }
            _ => {}
        }
        glossary.add_options(name);
        glossary
    }

    /// The labels of the options of a choice question, as the oldest edition that has them.
    fn add_options(&mut self, name: &str) {
        let is_choice = |column: &&crate::row::Column| {
            column.name == name && matches!(column.held, Held::Labels)
        };
        let column = COLUMNS.iter().find(is_choice);
        let Some(key) = column.and_then(|column| column.answers) else {
            return;
        };
        let questions = Edition::all()
            .iter()
            .filter_map(|edition| edition.place(key));
        let options = questions.flat_map(|(question, _)| &question.options);
        for option in options.filter(|option| !option.code.is_empty()) {
            self.add(&option.code, [option.sv.clone(), option.en.clone()]);
        }
    }

    /// Adds a code. The first that has a word keeps it, and a code keeps its first words.
    fn add(&mut self, code: &str, pair: Pair) {
        let is_other = |said: &String| self.read.get(said).is_some_and(|own| own != code);
        if self.said.contains_key(code) || pair.iter().any(is_other) {
            return;
        }
        for said in &pair {
            self.read.insert(said.clone(), code.to_owned());
        }
        self.said.insert(code.to_owned(), pair);
    }

    /// What a code is called. [`Self::read`] gives the code of it.
    pub(super) fn write(&self, code: &str, language: Language) -> Option<&str> {
        Some(of(self.said.get(code)?, language))
    }

    /// The code of a word in either language.
    pub(super) fn read(&self, said: &str) -> Option<&str> {
        self.read.get(said).map(String::as_str)
    }
}

fn of(pair: &Pair, language: Language) -> &str {
    &pair[usize::from(language == Language::En)]
}

/// The headings of columns.
#[derive(Debug)]
pub(super) struct Headings(Glossary);

/// What a heading ends with where a column of codes stands beside one of their labels.
const CODE: [&str; 2] = [" (kod)", " (code)"];
/// What the name of the column of labels ends with.
const LABEL: &str = "_label";

impl Headings {
    pub(super) fn get() -> &'static Self {
        static ALL: LazyLock<Headings> = LazyLock::new(Headings::made);
        &ALL
    }

    fn made() -> Self {
        let mut all = Glossary::default();
        for (name, pair) in &FILE.headings {
            all.add(name, pair.clone());
        }
        let mut add = |name: &str, title: Words| {
            all.add(
                &name.replace('-', "_"),
                [title.sv, title.en].map(str::to_owned),
            );
        };
        for dimension in FIELDS.iter().filter_map(|field| field.dimension) {
            add(dimension.id, dimension.title);
            if let Some((id, title)) = dimension.groups {
                add(id, title);
            }
        }
        for (stem, stem_pair) in &FILE.stems {
            for (ending, pair) in &FILE.endings {
                let said = [0, 1].map(|at| format!("{} {}", stem_pair[at], pair[at]));
                all.add(&format!("{stem}_{ending}"), said);
            }
        }
        Self(all)
    }

    /// The heading of a column among others.
    pub(super) fn write(&self, name: &str, among: &[&str], language: Language) -> String {
        let has = |name: String| among.contains(&name.as_str());
        let (name, ending) = match name.strip_suffix(LABEL) {
            Some(name) if has(name.to_owned()) => (name, ""),
            _ if has(format!("{name}{LABEL}")) => {
                (name, CODE[usize::from(language == Language::En)])
            }
            _ if let Some((other, ..)) = elsewhere(name, has) => (other, ""),
            _ => (name, ""),
        };
        let said = self.0.write(&name.replace('-', "_"), language);
        [said.unwrap_or(name), ending].concat()
    }

    /// The name and the year of a heading that names one of two years: another has its name and
    /// another year.
    pub(super) fn of_year<'h>(
        &self,
        heading: &'h str,
        among: &'h [String],
    ) -> Option<(String, &'h str)> {
        let parted = |heading: &'h str| {
            let (stem, year) = heading.rsplit_once(' ')?;
            let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
            is_year.then_some((stem, year))
        };
        let (stem, year) = parted(heading)?;
        let mut others = among.iter().filter_map(|other| parted(other));
        others.find(|(own, other)| *own == stem && *other != year)?;
        Some((self.0.read(stem)?.to_owned(), year))
    }

    /// The name of the column of a heading among others.
    pub(super) fn read(&self, heading: &str, among: &[String]) -> String {
        let name = |said: &str| self.0.read(said).unwrap_or(said).to_owned();
        // Dimensions of tables have hyphens in their names.
        let code = CODE.iter().find_map(|ending| heading.strip_suffix(ending));
        if let Some(said) = code {
            return name(said).replace('_', "-");
        }
        let is_code = |other: &String| CODE.iter().any(|end| *other == format!("{heading}{end}"));
        if among.iter().any(is_code) {
            return name(heading).replace('_', "-") + LABEL;
        }
        let name = name(heading);
        let of_other = ELSEWHERE.iter().find(|(other, ..)| *other == name);
        of_other.map_or(name.clone(), |(_, own, _)| (*own).to_owned())
    }
}

/// Names that mean something else beside another column: what the heading is then of, the name,
/// and the other column.
const ELSEWHERE: [(&str, &str, &str); 3] = [
    // Beside rules, it is the level of findings.
    ("level", "severity", "code"),
    // Of a question it is how often, of a notification how many of its questions.
    ("times_answered", "answered", "blank"),
    ("undecided", "undeterminable", "promised"),
];

/// What the heading of a name is of among these columns, where it is not its own.
fn elsewhere(
    name: &str,
    has: impl Fn(String) -> bool,
) -> Option<(&'static str, &'static str, &'static str)> {
    let is_it = |(_, own, beside): &&(&str, &str, &str)| *own == name && has((*beside).to_owned());
    ELSEWHERE.iter().find(is_it).copied()
}
