//! `src/client.rs`: the client and its builder, with a setter for each cookie of the document.

use quote::quote;

use super::{Emitted, docs};
use crate::model::Model;

pub(super) fn emit(model: &Model) -> Emitted {
    let base_url = &model.about.base_url;
    let pointers = &model.error_message;
    let title = &model.about.title;
    let module = docs::inner("The client and its builder.");
    let client_about = docs::outer(&format!(
        "A client of the {title}.\n\nCheap to clone: clones share connections and cookies. Its \
         methods make requests, which are sent by awaiting them; `Debug` shows no cookie."
    ));
    let builder_about = docs::outer(&format!(
        "Builds a [`Client`].\n\nOnly the user agent is required. The base address is \
         `{base_url}` unless another is set. A connection may take 10 seconds to come about, and \
         nothing may move for 60 seconds; a call as a whole has no limit, so a long transfer is \
         never cut. Wrap a call in `tokio::time::timeout` to give it one.\n\n\
         # Example\n\n\
         ```no_run\n\
         let client = {krate}::Client::builder()\n    \
             .user_agent(\"gallery-sync/1.0 (ops@example.com)\")\n    \
             .build()?;\n\
         # Ok::<(), {krate}::Error>(())\n\
         ```",
        krate = model.about.name.replace('-', "_"),
    ));
    let cookies = model.schemes.iter().map(|scheme| {
        let (setter, cookie) = (&scheme.setter, &scheme.cookie);
        let about = docs::outer(&format!(
            "Sends the cookie `{cookie}`. {}\n\nGive the bare value, without the name in front. \
             It is sent to the origin of the base address alone, and shown nowhere.",
            docs::sentence(&docs::prose(&scheme.docs))
        ));
        quote! {
            #about
            pub fn #setter(mut self, value: impl Into<String>) -> Self {
                self.transport = self.transport.cookie(#cookie, value);
                self
            }
        }
    });
    let tokens = quote! {
        #module
        use vrchat_files_runtime::{Error, Transport, TransportBuilder, reqwest};

        /// The address of the service, as documented.
        const BASE_URL: &str = #base_url;

        /// Where the body of a failed call has its message.
        const ERROR_MESSAGE: &[&str] = &[#(#pointers),*];

        #client_about
        #[derive(Clone, Debug)]
        pub struct Client { transport: Transport }

        impl Client {
            /// Begins a client.
            pub fn builder() -> ClientBuilder {
                ClientBuilder { transport: Transport::builder(BASE_URL, ERROR_MESSAGE) }
            }

            /// The address that calls go to, without a slash at the end.
            pub fn base_url(&self) -> &str {
                self.transport.base_url()
            }

            pub(crate) fn transport(&self) -> &Transport {
                &self.transport
            }
        }

        #builder_about
        #[derive(Clone, Debug)]
        #[must_use = "nothing is built before `build`"]
        pub struct ClientBuilder { transport: TransportBuilder }

        impl ClientBuilder {
            /// Says who is calling, as `User-Agent`: name, version and a way to reach you, such as
            /// `gallery-sync/1.0 (ops@example.com)`. Required: the service turns away clients that
            /// do not say.
            pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
                self.transport = self.transport.user_agent(user_agent);
                self
            }

            #(#cookies)*

            /// Talks to another address than the documented one. It has to be https, or this
            /// machine.
            pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
                self.transport = self.transport.base_url(base_url);
                self
            }

            /// Permits a base address that is neither https nor this machine. Cookies then cross
            /// the network in the clear.
            pub fn allow_plain_http(mut self) -> Self {
                self.transport = self.transport.allow_plain_http();
                self
            }

            /// Uses this HTTP client in place of one of the crate's own, for a proxy or for root
            /// certificates. Timeouts and redirects are then as you built it: a total timeout cuts
            /// long transfers, and a cookie store would send its cookies along.
            pub fn http_client(mut self, http: reqwest::Client) -> Self {
                self.transport = self.transport.http_client(http);
                self
            }

            /// Builds the client. Nothing is sent.
            ///
            /// # Errors
            ///
            /// Fails where the user agent is missing, a cookie's value cannot stand in a cookie, or
            /// the base address is no https address.
            pub fn build(self) -> Result<Client, Error> {
                Ok(Client { transport: self.transport.build()? })
            }
        }
    };
    Emitted::rust("src/client.rs", "client", tokens)
}
