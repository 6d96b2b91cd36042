//! `src/client.rs`: the client and its builder, with a setter for each credential of the document.

use quote::quote;

use super::{Emitted, credentials, docs};
use crate::model::{Credential, Model, Scheme};

pub(super) fn emit(model: &Model) -> Emitted {
    let base_url = &model.about.base_url;
    let pointers = &model.error_message;
    let title = &model.about.title;
    let module = docs::inner("The client and its builder.");
    let client_about = docs::outer(&format!(
        "A client of the {title}.\n\nCheap to clone: clones share connections and credentials. Its \
         methods make requests, which are sent by awaiting them; `Debug` shows no credential."
    ));
    let builder_about = docs::outer(&format!(
        "Builds a [`Client`].\n\nOnly the user agent is required. The base address is \
         `{base_url}` unless another is set. {guidance}[`rate_limit`](Self::rate_limit) turns on a \
         pace of your own.\n\n\
         A call that fails in passing is tried again, up to [`retries`](Self::retries) times: \
         whatever never reached the service, and operations that do no harm twice after a \
         connection that broke, a status 502, 503 or 504, or a 429 that says how long to wait.\n\n\
         {precedence}\
         # Example\n\n\
         ```no_run\n\
         let client = {krate}::Client::builder()\n    \
             .user_agent(\"gallery-sync/1.0 (ops@example.com)\")\n    \
             .build()?;\n\
         # Ok::<(), {krate}::Error>(())\n\
         ```",
        guidance = model.about.guidance.as_ref().map_or(String::new(), |text| format!("{text} ")),
        krate = model.about.name.replace('-', "_"),
        precedence =
            credentials::precedence(model).map_or(String::new(), |text| format!("{text}\n\n")),
    ));
    let credentials = model.schemes.iter().map(credentials::setter);
    let http_client = docs::outer(&format!(
        "Uses this HTTP client for the API, in place of one of the crate's own. Hosts that the API \
         redirects to are still reached through one of its own.\n\n\
         Its settings are then your duty: a total timeout cuts long downloads, a cookie store or \
         default headers would be sent along with every call, and a redirect that it follows by \
         itself reaches hosts that this crate does not see. {redirects}Use \
         [`configure`](Self::configure) for a proxy or for root certificates.",
        redirects = credentials::redirects(model).map_or(String::new(), |text| format!("{text} ")),
    ));
    // The setter of user and password names none.
    let is_named = |scheme: &Scheme| !matches!(scheme.credential, Credential::Basic(_));
    let credential = model.schemes.iter().any(is_named).then(|| quote!(Credential,));
    let failure_body =
        model.error_body.as_ref().map(|name| quote!(.failure_body::<crate::types::#name>()));
    let tokens = quote! {
        #module
        use std::time::Duration;
        use vrchat_files_runtime::{#credential DriftReport, Error, Transport, TransportBuilder, reqwest};

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
                ClientBuilder { transport: Transport::builder(BASE_URL, ERROR_MESSAGE) #failure_body }
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

            #(#credentials)*

            /// Talks to another address than the documented one. It has to be https, or this
            /// machine.
            pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
                self.transport = self.transport.base_url(base_url);
                self
            }

            /// Permits a base address that is neither https nor this machine. Credentials then
            /// cross the network in the clear.
            pub fn allow_plain_http(mut self) -> Self {
                self.transport = self.transport.allow_plain_http();
                self
            }

            #http_client
            pub fn http_client(mut self, http: reqwest::Client) -> Self {
                self.transport = self.transport.http_client(http);
                self
            }

            /// Configures the HTTP clients, for a proxy or for root certificates. It is called for
            /// each of the two: one for the API, one for the hosts that files come from. What it sets
            /// meets both, so a default header with a secret in it would leave the API's origin.
            pub fn configure(
                mut self,
                configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder
                    + Send
                    + Sync
                    + 'static,
            ) -> Self {
                self.transport = self.transport.configure(configure);
                self
            }

            /// How long a connection may take to come about: 10 seconds unless set.
            pub fn connect_timeout(mut self, limit: Duration) -> Self {
                self.transport = self.transport.connect_timeout(limit);
                self
            }

            /// How long the headers of an answer may take once the request is sent: 60 seconds
            /// unless set.
            pub fn answer_timeout(mut self, limit: Duration) -> Self {
                self.transport = self.transport.answer_timeout(limit);
                self
            }

            /// How long nothing may move while a body is sent or read: 60 seconds unless set. However
            /// long a transfer takes, it is not cut while bytes move, and the clock stands still
            /// while you are busy with a chunk. On their way out bytes count as moved when the
            /// system takes them, some hundred KiB at once: on a link of less than about 10 KiB/s
            /// give it more.
            pub fn stall_timeout(mut self, limit: Duration) -> Self {
                self.transport = self.transport.stall_timeout(limit);
                self
            }

            /// How long a call may take that is answered with JSON, with all its tries: 300 seconds
            /// unless set, and any time with `None`. It does not apply to downloads.
            pub fn call_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
                self.transport = self.transport.call_timeout(limit);
                self
            }

            /// How often a call is tried again: 3 times unless set, and never with 0.
            pub fn retries(mut self, retries: u32) -> Self {
                self.transport = self.transport.retries(retries);
                self
            }

            /// How long to wait before a call is tried again for the first time: half a second
            /// unless set. Each further wait is twice as long, and all are lengthened at random.
            pub fn retry_wait(mut self, wait: Duration) -> Self {
                self.transport = self.transport.retry_wait(wait);
                self
            }

            /// For how long a call is tried again: 120 seconds from its start unless set.
            pub fn retry_time(mut self, limit: Duration) -> Self {
                self.transport = self.transport.retry_time(limit);
                self
            }

            /// The longest wait that the service may ask for with `Retry-After`: 60 seconds unless
            /// set. If it asks for more, the error comes at once and carries the wait.
            pub fn longest_wait(mut self, limit: Duration) -> Self {
                self.transport = self.transport.longest_wait(limit);
                self
            }

            /// The most of a JSON answer that is taken into memory, in bytes: 16 MiB unless set.
            /// More is an error.
            pub fn answer_limit(mut self, bytes: usize) -> Self {
                self.transport = self.transport.answer_limit(bytes);
                self
            }

            /// Sends at most so many calls in so much time, over all clones of the client: off
            /// unless set. Tries of one call count each. A call waits for its turn.
            pub fn rate_limit(mut self, calls: u32, per: Duration) -> Self {
                self.transport = self.transport.rate_limit(calls, per);
                self
            }

            /// Calls this for each answer that holds a field or a value of an enum that the document
            /// does not list, so that a maintainer learns what to add. Such an answer is accepted all
            /// the same. Off unless set, and costs nothing then; set, each answer is read twice.
            ///
            /// It runs before the call returns, and also for answers that are failures.
            pub fn on_drift(
                mut self,
                listen: impl Fn(&DriftReport) + Send + Sync + 'static,
            ) -> Self {
                self.transport = self.transport.on_drift(listen);
                self
            }

            /// Builds the client. Nothing is sent.
            ///
            /// # Errors
            ///
            /// Fails where the user agent is missing, a credential cannot be sent as it is, or
            /// the base address is no https address.
            pub fn build(self) -> Result<Client, Error> {
                Ok(Client { transport: self.transport.build()? })
            }
        }
    };
    Emitted::rust("src/client.rs", "client", tokens)
}
