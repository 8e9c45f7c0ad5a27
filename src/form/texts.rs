//! The Swedish texts of an edition as it prints them, for whoever compares the letters of a
//! copy with them.

use crate::form::Edition;

impl Edition {
    /// Its Swedish texts as written: the title, those of sections, questions, parts and options,
    /// instructions and help. A question has a text with its number, too.
    pub(crate) fn texts(&self) -> Vec<String> {
        let mut texts = vec![self.title.sv.clone()];
        texts.extend(self.sections.iter().map(|section| section.label.sv.clone()));
        for question in &self.questions {
            for label in [&question.label.sv].into_iter().chain(&question.also) {
                texts.push(format!("{}. {label}", question.number));
                texts.push(label.clone());
            }
            let parts = question.parts.iter();
            texts.extend(parts.filter_map(|part| Some(part.label.as_ref()?.sv.clone())));
            texts.extend(question.options.iter().map(|option| option.sv.clone()));
            texts.extend(question.add_another.clone());
        }
        texts.extend_from_slice(&self.instructions_as_written);
        texts.extend_from_slice(&self.help_as_written);
        texts
    }

    /// The words that its titles of filings are made of.
    pub(crate) fn title_words(&self) -> impl Iterator<Item = &str> {
        self.titles.words().map(String::as_str)
    }
}
