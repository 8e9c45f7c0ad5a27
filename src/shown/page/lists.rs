//! Numbers of items, and drop-down lists of a page. What a person chooses in one is no part of the page: only what the
//! page was sent with is marked as `selected`. A page saved without it shows the first option of
//! each list, which nobody may have chosen.

use scraper::{ElementRef, Html};

use crate::form::UNSAVED;

/// Lists with more items hold no form.
const MOST_ITEMS: usize = 200;
/// First words of an option that only asks to choose one.
const PROMPTS: [&str; 5] = ["choose", "please", "select", "vänligen", "välj"];
/// Options that say that nothing is chosen.
const NOTHING: [&str; 4] = ["ej valt", "inget valt", "none selected", "not selected"];

/// The number that a browser shows before an item of a list.
pub(super) fn number(item: ElementRef) -> Option<u32> {
    let list = item.parent().and_then(ElementRef::wrap)?;
    if list.value().name() != "ol" {
        return None;
    }
    let of = |one: &ElementRef, name: &str| -> Option<i64> {
        one.value().attr(name)?.trim().parse().ok()
    };
    let is_item = |one: &ElementRef| one.value().name() == "li";
    let before = item.prev_siblings().filter_map(ElementRef::wrap);
    let before: Vec<ElementRef> = before.filter(is_item).take(MOST_ITEMS).collect();
    if before.len() == MOST_ITEMS {
        return None;
    }
    let is_reversed = list.value().attr("reversed").is_some();
    let step = if is_reversed { -1 } else { 1 };
    let many = || {
        list.children()
            .filter_map(ElementRef::wrap)
            .filter(is_item)
            .count()
    };
    let first = match of(&list, "start") {
        Some(start) => start,
        None if is_reversed => i64::try_from(many()).ok()?,
        None => 1,
    };
    // What an item names itself counts on from there.
    let items = before.into_iter().rev().chain([item]);
    let number = items.fold(first.checked_sub(step)?, |at, one| {
        of(&one, "value").unwrap_or_else(|| at.saturating_add(step))
    });
    u32::try_from(number).ok()
}

/// Whether any option of any list is marked as chosen.
pub(super) fn is_any_chosen(tree: &Html) -> bool {
    let mut elements = tree.tree.nodes().filter_map(ElementRef::wrap);
    elements.any(|one| one.value().name() == "option" && is_chosen(one))
}

/// The options of a list that are chosen, one a line; a sign where the page does not tell.
/// `is_saved` says whether any list of the page has what was chosen.
pub(super) fn chosen(list: ElementRef, is_saved: bool) -> String {
    let descendants = list.descendants().filter_map(ElementRef::wrap);
    let options: Vec<ElementRef> = descendants
        .filter(|one| one.value().name() == "option")
        .collect();
    let chosen: Vec<String> = options
        .iter()
        .filter(|one| is_chosen(**one))
        .map(|one| words(*one))
        .collect();
    if !chosen.is_empty() {
        return chosen.join("\n");
    }
    let may_have_several = list.value().attr("multiple").is_some();
    match options[..] {
        [] => String::new(),
        _ if may_have_several && is_saved => String::new(),
        [one] if !may_have_several && !is_prompt(one) => words(one),
        [first, ..] if !may_have_several && is_prompt(first) => String::new(),
        _ => UNSAVED.to_string(),
    }
}

fn is_chosen(option: ElementRef) -> bool {
    option.value().attr("selected").is_some()
}

fn words(option: ElementRef) -> String {
    option.text().collect::<String>().trim().to_owned()
}

/// Whether an option is no answer but asks for one: a blank, dashes, `Välj ...`.
fn is_prompt(option: ElementRef) -> bool {
    let words = words(option).to_lowercase();
    let words = words.trim_matches(|char: char| !char.is_alphanumeric());
    let has = |name: &str| option.value().attr(name).is_some();
    let first = words.split(|char: char| !char.is_alphanumeric()).next();
    has("disabled")
        || has("hidden")
        || option.value().attr("value") == Some("")
        || words.is_empty()
        || first.is_some_and(|first| PROMPTS.contains(&first))
        || NOTHING.contains(&words)
}
