//! The folder that a run is to write, kept off everything that the run reads.

use crate::cli::common::Common;
use crate::cli::complaint::remark;
use crate::cli::shown;
use crate::config::{Config, Language};
use crate::destination::{FolderTarget, Needed, Role};
use crate::report;

/// The report folder of a configuration, looked at before anything is read. What
/// gives way only by `--force` is told.
///
/// # Errors
/// What stands in the way.
pub(super) fn folder(config: &Config, common: &Common) -> anyhow::Result<FolderTarget> {
    let target = report::target(config, needed(config, common))?;
    let replaced = target.look()?;
    if !replaced.is_empty() {
        let (folder, files) = (shown(target.given()), replaced.join(", "));
        remark(&match config.language {
            Language::Sv => format!("--force: dessa filer i {folder} ersätts: {files}"),
            Language::En => format!("--force: these files in {folder} are replaced: {files}"),
        });
    }
    Ok(target)
}

/// What the run reads.
fn needed(config: &Config, common: &Common) -> Needed {
    Needed::default()
        .and(Role::Input, &config.paths)
        .and(Role::Receipts, &config.receipts)
        .and(Role::Mapping, &config.mapping)
        .and(Role::Form, &config.form)
        .and(Role::Configuration, common.config_path())
}
