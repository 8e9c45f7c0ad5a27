//! What several rules rest on: the articles of the GDPR, the form, an act.

use crate::check::rule::Basis::{self, Is};
use crate::config::Words;

pub(super) const DEADLINE: Basis = Is(Words::new(
    "Artikel 33.1 dataskyddsförordningen",
    "Article 33(1) GDPR",
));
pub(super) const NATURE: Basis = Is(Words::new(
    "Artikel 33.3 a dataskyddsförordningen",
    "Article 33(3)(a) GDPR",
));
pub(super) const CONTACT: Basis = Is(Words::new(
    "Artikel 33.3 b dataskyddsförordningen",
    "Article 33(3)(b) GDPR",
));
pub(super) const CONSEQUENCES: Basis = Is(Words::new(
    "Artikel 33.3 c dataskyddsförordningen",
    "Article 33(3)(c) GDPR",
));
pub(super) const MEASURES: Basis = Is(Words::new(
    "Artikel 33.3 d dataskyddsförordningen",
    "Article 33(3)(d) GDPR",
));
pub(super) const IN_PHASES: Basis = Is(Words::new(
    "Artikel 33.4 dataskyddsförordningen",
    "Article 33(4) GDPR",
));
pub(super) const INFORMING: Basis = Is(Words::new(
    "Artikel 34.1 dataskyddsförordningen",
    "Article 34(1) GDPR",
));
pub(super) const ENCRYPTION: Basis = Is(Words::new(
    "Artikel 34.3 a dataskyddsförordningen",
    "Article 34(3)(a) GDPR",
));
pub(super) const FORM: Basis = Is(Words::new("Formuläret", "The form"));
pub(super) const NUMBERS: Basis = Is(Words::new(
    "Lagen (1974:174) om identitetsbeteckning för juridiska personer m.fl.",
    "Act (1974:174) on identity designations for legal persons",
));
