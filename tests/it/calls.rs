//! Every operation, called by name with the arguments of a fixture.

use vrchat_files::{Client, ClientBuilder, Error};
use vrchat_files_tests::calls::{self, Arguments, CallError, Value};
use vrchat_files_tests::fixture::Fixture;
use vrchat_files_tests::server::Server;

/// What a call gave.
#[derive(Debug)]
pub struct Outcome {
    pub status: u16,
    pub value: Given,
}

#[derive(Debug)]
pub enum Given {
    /// The typed answer, encoded again.
    Json(serde_json::Value),
    Bytes(Vec<u8>),
    Nothing,
    Pending,
}

pub const AUTH: &str = "authcookie_00000000-1111-2222-3333-444444444444";
pub const SECOND: &str = "eyJhbGciOiJIUzI1NiJ9.second.factor";
pub const USER_AGENT: &str = "vrchat-files-tests/1.0 (tests@example.com)";

/// A client of the server, with both cookies, that tries everything once.
pub fn client(server: &Server) -> Client {
    builder(server).build().expect("the client can be built")
}

/// The same, not built yet.
pub fn builder(server: &Server) -> ClientBuilder {
    Client::builder()
        .base_url(server.base_url())
        .user_agent(USER_AGENT)
        .auth_cookie(AUTH)
        .two_factor_auth_cookie(SECOND)
        .retries(0)
}

/// Calls the fixture's operation with the fixture's arguments.
pub async fn call(client: &Client, fixture: &Fixture) -> Result<Outcome, Error> {
    let arguments = Arguments(fixture.arguments());
    let outcome = match calls::call(client, &fixture.operation, arguments).await {
        Ok(outcome) => outcome,
        Err(CallError::Failed(error)) => return Err(*error),
        Err(CallError::Arguments(wrong)) => panic!("{}: {wrong}", fixture.name()),
    };
    let value = match outcome.value {
        Value::Json(value) => Given::Json(value),
        Value::Nothing => Given::Nothing,
        Value::Pending => Given::Pending,
        Value::Bytes(reply) => {
            let mut download = reply.into_inner();
            let mut all = Vec::new();
            while let Some(chunk) = download.chunk().await? {
                all.extend_from_slice(&chunk);
            }
            Given::Bytes(all)
        }
    };
    Ok(Outcome { status: outcome.status, value })
}
