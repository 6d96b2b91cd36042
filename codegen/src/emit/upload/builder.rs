//! What a caller meets: the methods of the client, and the upload in the making.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::super::{docs, example};
use super::settings::{as_text, setter_name, setters};
use crate::model::{Model, Upload, UploadValue};

/// The methods of the client.
pub(super) fn methods(upload: &Upload, model: &Model) -> TokenStream {
    let about = docs::outer(&about(upload, model));
    quote! {
        impl Client {
            #about
            pub fn upload(&self, source: impl Into<Source>) -> Upload {
                Upload { inner: UploadBuilder::new(self.clone(), source) }
            }

            /// Sends bytes to a presigned address, such as the start of an upload gives: for those
            /// who go through the steps of an upload by themselves. [`upload`](Self::upload) does
            /// all of them.
            ///
            /// The address is that of another host, so no cookie goes with the bytes, and neither
            /// it nor an error shows the query of the address. It is one try. Awaiting the returned
            /// [`PutPart`] gives a [`StoredPart`](crate::StoredPart), which has the entity tag that
            /// the end of an upload in parts is asked for.
            pub fn put_part(
                &self,
                url: impl Into<String>,
                source: impl Into<Source>,
            ) -> PutPart {
                self.transport().put_part(url, source)
            }
        }
    }
}

/// What is said of `upload`.
fn about(upload: &Upload, model: &Model) -> String {
    let file = linked(upload, model);
    let id = &upload.file.id.name;
    let setting = setting(upload, UploadValue::Name);
    let lines = format!(
        "let file = client\n    .upload(\"{source}\")\n{setting}    .on_progress(|progress| {{\n        \
         if let UploadProgress::Moved {{ bytes, total, .. }} = progress {{\n            \
         println!(\"{{bytes}} of {{total}} bytes\");\n        }}\n    }})\n    .await?;\n\
         println!(\"{{}} is there\", file.{id});",
        source = source(upload),
    );
    format!(
        "Uploads a file, given by its path or as bytes in memory: makes a {file}, adds a version to \
         it, sends the bytes and their signature, and waits until the service has processed them. \
         Awaiting the returned [`Upload`] does all of this, and gives the {file} as it is then.\n\n\
         # Errors\n\n\
         Each error says how to go on, and knows [`Error::file_id`], [`Error::version`], \
         [`Error::step`], [`Error::part`] and [`Error::attempts`]. A {file} that was made stays when \
         its upload fails: go on with [`Upload::into_file`].\n\n\
         # Example\n\n{example}",
        example = example::block(&lines, model),
    )
}

/// The path of a file that an example uploads.
fn source(upload: &Upload) -> String {
    let extension = upload.words.media_types.first().map(|(extension, _)| extension.as_str());
    format!("example{}", extension.unwrap_or(".bin"))
}

/// The line of an example that sets a text.
fn setting(upload: &Upload, value: UploadValue) -> String {
    let found = upload.settings.iter().find(|(known, _)| *known == value);
    let name = found.map(|(_, field)| setter_name(field));
    name.map_or_else(String::new, |name| format!("    .{name}(\"An example\")\n"))
}

/// The type of a file, for documentation.
fn linked(upload: &Upload, model: &Model) -> String {
    let ty = &upload.file.ty;
    let found = model.types.iter().find(|known| known.name == *ty);
    let name = found.map_or_else(|| ty.to_string(), |found| found.documented_name.clone());
    format!("[`{name}`](types::{ty})")
}

/// The upload in the making.
pub(super) fn builder(upload: &Upload, model: &Model) -> TokenStream {
    let file = &upload.file.ty;
    let linked = linked(upload, model);
    let into_file = into_file(upload, model);
    let settings = setters(upload, model);
    let abandon = docs::outer(&format!(
        "Removes what an upload left behind, in place of going on with it: \
         `client.upload(path).into_file(id).abandon()`. Reads the {linked} and deletes its last \
         version, if that is unfinished and holds the same bytes as the source, or whatever it holds \
         after [`replace_unfinished`](Self::replace_unfinished), which needs no source that can be \
         read. What the service is processing stays, unless that was called. Drop the future of an \
         upload first: one that is kept has its turn, and is an error after 5 seconds. Gives the \
         {linked} that remains."
    ));
    quote! {
        /// An upload in the making, from [`Client::upload`]; awaiting it uploads.
        ///
        /// Dropping the future stops it at once. The version stays, unfinished: go on with it by
        /// [`into_file`](Self::into_file), or remove it by [`abandon`](Self::abandon). Two uploads
        /// into the same file in one process run one after the other, so one whose future is kept and
        /// not polled keeps the others waiting.
        #[derive(Debug)]
        #[must_use = "nothing is uploaded before it is awaited"]
        pub struct Upload { inner: UploadBuilder<Client> }

        impl Upload {
            #into_file
            #(#settings)*

            /// How large a part is, in bytes, of a file that is sent in parts: at least 5 MiB and at
            /// most 5 GiB. Unless set, 50 MiB, or as much as it takes to have no more than 10,000
            /// parts.
            pub fn part_size(mut self, bytes: u64) -> Self {
                self.inner = self.inner.part_size(bytes);
                self
            }

            /// How many parts are sent at the same time, 1 to 16: 3 unless set.
            pub fn concurrency(mut self, parts: usize) -> Self {
                self.inner = self.inner.concurrency(parts);
                self
            }

            /// Calls this when there is a version to upload to, with [`UploadProgress::Created`] and
            /// before any byte is sent, and then with [`UploadProgress::Moved`] as bytes move, about every
            /// 256 KiB. Where a part is sent again, the bytes go back. While the file is digested,
            /// before there is a version, there is nothing to tell.
            ///
            /// It runs in the future that is awaited, between two of its steps, and not after that was
            /// dropped: let it be quick.
            pub fn on_progress(
                mut self,
                progress: impl FnMut(UploadProgress) + Send + 'static,
            ) -> Self {
                self.inner = self.inner.on_progress(progress);
                self
            }

            /// How long to wait, after the last byte, until the service has processed the version.
            /// Unless set, 120 seconds for each 50 MiB begun, and 600 at most.
            pub fn settle_limit(mut self, limit: Duration) -> Self {
                self.inner = self.inner.settle_limit(limit);
                self
            }

            /// Deletes the last version of the file where that is unfinished and the upload cannot go
            /// on with it: it holds other bytes, is being processed, or has failed. The file is read
            /// again immediately before that. Without [`into_file`](Self::into_file) there is no such
            /// version.
            pub fn replace_unfinished(mut self) -> Self {
                self.inner = self.inner.replace_unfinished();
                self
            }

            #abandon
            pub async fn abandon(self) -> Result<types::#file, Error> {
                self.inner.abandon().await
            }
        }

        impl IntoFuture for Upload {
            type Output = Result<types::#file, Error>;
            type IntoFuture = BoxFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                self.inner.run()
            }
        }
    }
}

fn into_file(upload: &Upload, model: &Model) -> TokenStream {
    let file = linked(upload, model);
    let example = example::value(&upload.file_id, "id", model, 0).map(|id| {
        let lines = format!(
            "// As `UploadProgress::Created` or `Error::file_id` gave it.\nlet id = {id};\n\
             let file = client.upload(\"{source}\").into_file(id).await?;",
            source = source(upload),
        );
        format!("\n\n# Example\n\n{}", example::block(&lines, model))
    });
    let settings = upload.settings.iter().map(|(_, field)| {
        let name = setter_name(field);
        format!("[`{name}`](Self::{name})")
    });
    let settings: Vec<String> = settings.collect();
    let about = docs::outer(&format!(
        "Adds a version to this {file}, in place of making one.\n\n\
         It is also how an upload that broke off goes on. Where the last version waits for the same \
         bytes, only the parts that are missing are sent; where the service is processing the same \
         bytes, that is waited for; and where it is complete and holds them, nothing is done at all. \
         Any other unfinished version, and one that has failed, is an error that names it, see \
         [`Error::is_unfinished`], unless [`replace_unfinished`](Self::replace_unfinished) was \
         called.\n\n\
         The {file} stays as it is: {settings} are for one that is made.{example}",
        settings = settings.join(", "),
        example = example.unwrap_or_default(),
    ));
    let name = format_ident!("id");
    let (ty, statement, text) = as_text(&name, &upload.file_id, model);
    quote! {
        #about
        pub fn into_file(mut self, id: #ty) -> Self {
            #statement
            self.inner = self.inner.into_file(#text);
            self
        }
    }
}
