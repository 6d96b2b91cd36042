//! Where an example's calls go: to the service itself, or to a fake of it in this process.

use std::env;
use std::time::Duration;

use vrchat_files::Client;
use vrchat_files_fake::Fake;

use super::exit::Stop;

/// What the usage says of the environment.
pub const ENVIRONMENT: &str = "\
With --live, these are read from the environment:
  VRCHAT_AUTH             value of the cookie `auth`, which is required. It is as good as a password:
                          it is sent to the service alone and never shown
  VRCHAT_TWO_FACTOR_AUTH  value of the cookie `twoFactorAuth`, where the account needs it
  VRCHAT_USER_AGENT       who is asking and how to reach them: `my-tool/1.0 (me@example.com)`
  VRCHAT_BASE_URL         address of the API, if it is not the service's own
";

/// Who is asking where nobody says.
const USER_AGENT: &str = concat!("vrchat-files-examples/", env!("CARGO_PKG_VERSION"));

/// A client, and the fake that it is a client of, if it is one of a fake.
pub struct Service {
    pub client: Client,
    pub fake: Option<Fake>,
}

impl Service {
    /// Makes a client, and starts a fake unless it is live.
    pub async fn open(live: bool) -> Result<Self, Stop> {
        if live {
            return Ok(Self { client: live_client()?, fake: None });
        }
        if setting("VRCHAT_AUTH")?.is_some() {
            eprintln!("VRCHAT_AUTH is set and not used: without --live this stays in the process.");
        }
        let fake = Fake::start().await.map_err(|error| {
            Stop::Failed(format!("the fake of the service does not start: {error}"))
        })?;
        let client = Client::builder()
            .base_url(fake.base_url())
            .user_agent(USER_AGENT)
            .auth_cookie(fake.auth_cookie())
            .build()
            .map_err(Stop::failed)?;
        Ok(Self { client, fake: Some(fake) })
    }
}

fn live_client() -> Result<Client, Stop> {
    let Some(auth) = setting("VRCHAT_AUTH")? else {
        let reason = "--live needs the cookie of a session in the environment variable VRCHAT_AUTH";
        return Err(Stop::Usage(reason.to_owned()));
    };
    let user_agent = setting("VRCHAT_USER_AGENT")?;
    // The service asks its users to be sparing with calls.
    let mut builder = Client::builder()
        .user_agent(user_agent.unwrap_or_else(|| USER_AGENT.to_owned()))
        .auth_cookie(auth)
        .rate_limit(10, Duration::from_secs(10));
    if let Some(second) = setting("VRCHAT_TWO_FACTOR_AUTH")? {
        builder = builder.two_factor_auth_cookie(second);
    }
    if let Some(address) = setting("VRCHAT_BASE_URL")? {
        builder = builder.base_url(address);
    }
    // The error names what is wrong with a cookie, and does not repeat it.
    builder.build().map_err(|error| Stop::Usage(error.to_string()))
}

/// A variable of the environment; an empty one is none.
fn setting(name: &str) -> Result<Option<String>, Stop> {
    match env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(env::VarError::NotPresent) => Ok(None),
        // The error would repeat the value.
        Err(env::VarError::NotUnicode(_)) => Err(Stop::Usage(format!("{name} is not text"))),
    }
}
