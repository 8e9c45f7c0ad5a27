//! The progress bar on standard error: inputs done, notifications read, rate
//! and time left. Drawn by a thread of its own from the run's counters.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::audit::Watch;
use crate::config::{Config, Language};

/// A bar that is drawn until it is dropped.
pub(super) struct Progress {
    done: Arc<AtomicBool>,
    painter: Option<std::thread::JoinHandle<()>>,
}

impl Progress {
    /// Starts drawing, if standard error is a terminal and nobody objects.
    pub(super) fn start(config: &Config, watch: &Arc<Watch>, inputs: usize) -> Self {
        let done = Arc::new(AtomicBool::new(false));
        let wanted = config.progress && std::io::stderr().is_terminal();
        let painter = wanted.then(|| {
            let (watch, done, language) = (Arc::clone(watch), Arc::clone(&done), config.language);
            std::thread::spawn(move || paint(&watch, &done, language, inputs))
        });
        Self { done, painter }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        if let Some(painter) = self.painter.take() {
            // A painter that failed has nothing to say about the run.
            let _ = painter.join();
        }
    }
}

/// Draws until the run is done.
fn paint(watch: &Watch, done: &AtomicBool, language: Language, inputs: usize) {
    let bar = ProgressBar::new(inputs as u64);
    let (files, notifications) = match language {
        Language::Sv => ("filer", "anmälningar"),
        Language::En => ("files", "notifications"),
    };
    let template = format!(
        "{{bar:30}} {{human_pos}}/{{human_len}} {files}  {{msg}} {notifications}  {{per_sec}}  {{eta}}"
    );
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    while !done.load(Ordering::Relaxed) {
        bar.set_message(watch.notifications.load(Ordering::Relaxed).to_string());
        bar.set_position(watch.inputs.load(Ordering::Relaxed));
        std::thread::sleep(Duration::from_millis(80));
    }
    bar.finish_and_clear();
}
