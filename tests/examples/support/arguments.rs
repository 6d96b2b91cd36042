//! The arguments of a command line.

use std::env;
use std::ffi::{OsStr, OsString};
use std::str::FromStr;

use crate::support::exit::Stop;

/// Arguments that are still to be looked at. Options are taken out by their names; what is left in
/// the end has none.
pub struct Arguments(Vec<OsString>);

impl Arguments {
    /// Those of this process, unless help is asked for.
    pub fn of_process() -> Result<Self, Stop> {
        let mut arguments = Self(env::args_os().skip(1).collect());
        match arguments.flag("--help") || arguments.flag("-h") {
            true => Err(Stop::Help),
            false => Ok(arguments),
        }
    }

    /// Whether this option is given, which has no value.
    pub fn flag(&mut self, name: &str) -> bool {
        let at = self.options().position(|argument| argument == name);
        at.map(|at| self.0.remove(at)).is_some()
    }

    /// The value of this option: `--name value` or `--name=value`.
    pub fn value<T: FromStr>(&mut self, name: &str) -> Result<Option<T>, Stop> {
        let joined = format!("{name}=");
        let is_meant = |argument: &OsStr| {
            argument == name || argument.to_str().is_some_and(|text| text.starts_with(&joined))
        };
        let Some(at) = self.options().position(is_meant) else { return Ok(None) };
        let option = self.0.remove(at);
        let value = match option.to_str().and_then(|text| text.strip_prefix(&joined)) {
            Some(value) => value.to_owned(),
            None => {
                let next = self.0.get(at).is_some_and(|next| !is_option(next));
                let value = next.then(|| self.0.remove(at)).map(OsString::into_string);
                let value = value.ok_or_else(|| Stop::Usage(format!("{name} needs a value")))?;
                value.map_err(|_| Stop::Usage(format!("the value of {name} is not text")))?
            }
        };
        let parsed = value.parse();
        parsed.map(Some).map_err(|_| Stop::Usage(format!("{name} cannot be {value:?}")))
    }

    /// What is left, which is one argument at most.
    pub fn last(mut self) -> Result<Option<OsString>, Stop> {
        if let Some(option) = self.options().find(|argument| is_option(argument)) {
            return Err(Stop::Usage(format!("{option:?} is not an option, or is given twice")));
        }
        if let Some(at) = self.0.iter().position(|argument| argument == "--") {
            self.0.remove(at);
        }
        let mut rest = self.0.into_iter();
        match (rest.next(), rest.next()) {
            (_, Some(second)) => Err(Stop::Usage(format!("{second:?} is one argument too many"))),
            (last, None) => Ok(last),
        }
    }

    /// The arguments before `--`, behind which there are no options.
    fn options(&self) -> impl Iterator<Item = &OsStr> {
        self.0.iter().map(OsString::as_os_str).take_while(|argument| *argument != "--")
    }
}

fn is_option(argument: &OsStr) -> bool {
    argument.as_encoded_bytes().starts_with(b"-") && argument != "-"
}
