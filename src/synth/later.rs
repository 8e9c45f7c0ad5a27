//! Later filings of a corpus: supplements and withdrawals, each about the notification before it.
//! Most name its case number, some only its reference, and some a number that nothing has.

use fastrand::Rng;
use jiff::ToSpan;

use crate::synth::plan::{Kind, Later, Number, Plan};
use crate::synth::{Format, Options, Receipts};

/// Whether a filing of a corpus is a later one, and of which kind. Copies say of themselves
/// what they are, so only exports have them, and corpora with waves have none.
pub(super) fn kind(options: &Options, index: usize) -> Option<Kind> {
    let Options { seed, format, .. } = *options;
    if format.is_copy() || format == Format::Mixed || options.waves > 0 || index == 0 {
        return None;
    }
    let mixed = (index as u64).wrapping_mul(0x2545_F491_4F6C_DD1D);
    match Rng::with_seed(seed ^ mixed).u8(..100) {
        0..4 => Some(Kind::Supplement),
        4 => Some(Kind::Withdrawal),
        _ => None,
    }
}

/// The notification before a later filing.
pub(super) fn before(options: &Options, index: usize) -> usize {
    let earlier = (0..index).rev();
    let mut first = earlier.skip_while(|at| kind(options, *at).is_some());
    first.next().unwrap_or_default()
}

/// The later filings after a notification, by their indices.
pub(super) fn after(options: &Options, index: usize) -> impl Iterator<Item = usize> {
    (index + 1..options.count).take_while(move |at| kind(options, *at).is_some())
}

/// Makes a plan one of a later filing about `notification`, the one at `about`.
pub(super) fn follow(
    plan: &mut Plan,
    (notification, about): (&Plan, usize),
    kind: Kind,
    (rng, receipts): (&mut Rng, Receipts),
) {
    if rng.u8(..100) < 15 {
        plan.supplements = Some(format!("PUI-1999-{}", about + 1));
        plan.later = Some(Later { kind, about: None });
        return;
    }
    plan.later = Some(Later {
        kind,
        about: Some(about),
    });
    plan.controller.clone_from(&notification.controller);
    plan.number = notification.number.clone();
    plan.reference.clone_from(&notification.reference);
    plan.occurred = notification.occurred;
    plan.discovered = notification.discovered;
    let days = i64::from(rng.u8(..50));
    let later = notification.receipt.date.checked_add(days.days());
    plan.receipt.date = later.unwrap_or(notification.receipt.date);
    let refers = matches!(plan.number, Number::Good(_)) && plan.reference.is_some();
    if refers && receipts != Receipts::Beside && rng.u8(..100) < 25 {
        plan.case_number = None;
    } else {
        plan.supplements.clone_from(&notification.case_number);
    }
}
