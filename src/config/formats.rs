//! In which formats a report is written, and how its CSV files look.

/// How the CSV files of a report are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CsvStyle {
    /// For programs: comma, decimal point, names and codes that no language changes.
    #[default]
    Standard,
    /// For spreadsheets in Sweden: semicolon, decimal comma, words of the language.
    Sv,
}

impl CsvStyle {
    /// Both with their names, as in `--csv-style`.
    pub(crate) const ALL: [(&'static str, Self); 2] =
        [("standard", Self::Standard), ("sv", Self::Sv)];

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL[self as usize].0
    }
}

/// A way to write the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReportFormat {
    /// records.csv, findings.csv, files.csv, tables/*.csv
    Csv,
    /// records.parquet
    Parquet,
    /// summary.md
    Markdown,
    /// report.html
    Html,
    /// report.xlsx
    Workbook,
    /// pictures/*.svg
    Svg,
    /// pictures/*.png
    Png,
}

/// What a report format is called, and what is written in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AboutReport {
    /// The format.
    pub format: ReportFormat,
    /// Its name, as in `--formats`.
    pub name: &'static str,
    /// Whether figures are written in it; else it holds nothing but records.
    pub has_figures: bool,
    /// Whether it is written where no formats are named.
    pub is_usual: bool,
}

/// All report formats, in the order in which they are listed.
pub(crate) const REPORT_FORMATS: [AboutReport; 7] = [
    AboutReport {
        format: ReportFormat::Csv,
        name: "csv",
        has_figures: true,
        is_usual: true,
    },
    AboutReport {
        format: ReportFormat::Parquet,
        name: "parquet",
        has_figures: false,
        is_usual: true,
    },
    AboutReport {
        format: ReportFormat::Markdown,
        name: "md",
        has_figures: true,
        is_usual: true,
    },
    AboutReport {
        format: ReportFormat::Html,
        name: "html",
        has_figures: true,
        is_usual: true,
    },
    AboutReport {
        format: ReportFormat::Workbook,
        name: "xlsx",
        has_figures: true,
        is_usual: false,
    },
    AboutReport {
        format: ReportFormat::Svg,
        name: "svg",
        has_figures: true,
        is_usual: false,
    },
    AboutReport {
        format: ReportFormat::Png,
        name: "png",
        has_figures: true,
        is_usual: false,
    },
];

impl ReportFormat {
    /// The format of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let mut all = REPORT_FORMATS.iter();
        all.find(|about| about.name == name)
            .map(|about| about.format)
    }

    /// What is to be known of it.
    pub(crate) fn about(self) -> &'static AboutReport {
        &REPORT_FORMATS[self as usize]
    }

    /// Those that are written where none are named.
    pub(crate) fn usual() -> Vec<Self> {
        let usual = REPORT_FORMATS.iter().filter(|about| about.is_usual);
        usual.map(|about| about.format).collect()
    }

    /// Those of some formats, each once and in the order in which they are listed.
    pub(crate) fn each(wanted: &[Self]) -> impl Iterator<Item = Self> {
        let all = REPORT_FORMATS.iter().map(|about| about.format);
        all.filter(|format| wanted.contains(format))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_lists_the_report_formats() {
        let names = REPORT_FORMATS.map(|about| about.name).join(",");
        let guide = include_str!("../docs/options.md");
        assert!(guide.contains(&format!("of `{names}`")), "{names}");
    }
}
