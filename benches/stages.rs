//! What each stage of the road costs for one notification: bytes to text, text
//! to record, record to notification, notification to findings.
//!
//! `cargo bench --bench stages`

use breach_audit::bind::bind;
use breach_audit::check::{Context, FreeTexts, Selected, check};
use breach_audit::config::Thresholds;
use breach_audit::deadline::{Inferred, Reading, judge};
use breach_audit::decode::decode;
use breach_audit::form::Edition;
use breach_audit::moment::Instant;
use breach_audit::read::{json, text};
use divan::{Bencher, black_box};

const COPY: &[u8] = include_bytes!("../fixtures/notifications/imy-2021-text-copy.txt");
const JSON: &str = include_str!("../fixtures/notifications/complete.json");

fn main() {
    divan::main();
}

#[divan::bench]
fn bytes_to_text() -> usize {
    decode(black_box(COPY)).text.len()
}

#[divan::bench]
fn text_to_record(bencher: Bencher) {
    let decoded = decode(COPY);
    bencher.bench(|| text::read(black_box(&decoded.text), Edition::default_edition()));
}

#[divan::bench]
fn json_to_record(bencher: Bencher) {
    bencher.bench(|| json::read(black_box(JSON), Edition::default_edition(), 1));
}

#[divan::bench]
fn record_to_notification(bencher: Bencher) {
    let decoded = decode(COPY);
    bencher
        .with_inputs(|| {
            text::read(&decoded.text, Edition::default_edition())
                .expect("a notification")
                .remove(0)
        })
        .bench_values(bind);
}

#[divan::bench]
fn notification_to_findings(bencher: Bencher) {
    let decoded = decode(COPY);
    let record = text::read(&decoded.text, Edition::default_edition())
        .expect("a notification")
        .remove(0);
    let bound = bind(record);
    let notification = &bound.notification;
    let thresholds = Thresholds::default();
    let judgement = judge(notification.discovered.moment.given(), None, 72);
    bencher.bench(|| {
        let context = Context {
            thresholds: &thresholds,
            texts: FreeTexts::of(black_box(notification)),
            timings: None,
            judgement,
            reading: Reading::NoReceipt,
            inferred: Inferred::None,
            thin_reason: std::sync::OnceLock::new(),
            valid_from: None,
            roll_over_arguable: false,
            is_copy: true,
            as_of: Instant(0),
            limit_hours: 72,
        };
        let mut findings = Vec::new();
        check(
            black_box(notification),
            &context,
            &Selected::ALL,
            &mut findings,
            &[],
        )
    });
}
