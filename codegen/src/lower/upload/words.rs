//! The words of the service. Where the document lists the values, each has to be one of them: one
//! that is misspelt would never be met.

use super::Lower;
use super::hint::{MEDIA_TYPES, OTHER_MEDIA_TYPE, SIGNATURE_MEDIA_TYPE, at, listed};
use crate::lower::rust_type::plain_name;
use crate::model::{OpenEnum, TypeKind, UploadWords};
use crate::pointer::Pointer;

impl Lower<'_, '_> {
    /// Reads the words.
    pub(super) fn words(&self) -> Option<UploadWords> {
        let text = |part: &str, key: &str| self.hint.text(part, key).map(str::to_owned);
        let own = |(extension, ty): (&str, &str)| (extension.to_owned(), ty.to_owned());
        Some(UploadWords {
            waiting: text("statuses", "waiting")?,
            queued: text("statuses", "queued")?,
            complete: text("statuses", "complete")?,
            error: text("statuses", "error")?,
            simple: text("categories", "simple")?,
            multipart: text("categories", "multipart")?,
            file: text("pieces", "file")?,
            signature: text("pieces", "signature")?,
            media_types: self.hint.media_types().map(own).collect(),
            other_media_type: self.hint.word(OTHER_MEDIA_TYPE)?.to_owned(),
            signature_media_type: self.hint.word(SIGNATURE_MEDIA_TYPE)?.to_owned(),
        })
    }

    /// Checks words that are to be values of a type.
    pub(super) fn check_words(&mut self, part: &str, keys: &[&str], ty: &syn::Type) {
        for key in keys {
            if let Some(word) = self.hint.text(part, key) {
                self.check_word(word, ty, &at(&[part, key]));
            }
        }
    }

    /// Checks the media types that files are created with. That of a signature is sent with its bytes
    /// alone, and stands in no call.
    pub(super) fn check_media_types(&mut self, ty: &syn::Type) {
        for (extension, media_type) in self.hint.media_types() {
            self.check_word(media_type, ty, &at(&[MEDIA_TYPES, extension]));
        }
        if let Some(other) = self.hint.word(OTHER_MEDIA_TYPE) {
            self.check_word(other, ty, &at(&[OTHER_MEDIA_TYPE]));
        }
    }

    /// Reports a word that is not among the values that the document lists for its type.
    fn check_word(&mut self, word: &str, ty: &syn::Type, at: &Pointer) {
        let Some(name) = plain_name(ty) else { return };
        let Some(ty) = self.types.iter().find(|ty| ty.name == name.as_str()) else { return };
        let TypeKind::OpenEnum(OpenEnum { variants, .. }) = &ty.kind else { return };
        if variants.iter().all(|variant| variant.value != word) {
            let message = format!("`{word}` is no value of `{}`", ty.documented_name);
            let values = listed(variants.iter().map(|variant| variant.value.as_str()));
            self.problems.add(at, message, format!("its values are: {values}"));
        }
    }
}
