//! The names of an operation's arguments.

use proc_macro2::Ident;
use serde_json::Value;

use super::TAKEN;
use super::argument::location;
use crate::model::Location;
use crate::naming;

/// A name for each parameter. Of several that would have one name, that of the path has it, or else
/// the first; another has its location behind it, or a number.
pub(super) fn choose<'n>(parameters: impl Iterator<Item = &'n Value>) -> Vec<Ident> {
    let wanted: Vec<(String, Location)> = parameters
        .map(|parameter| {
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            (naming::argument_name(name, &TAKEN), location(parameter))
        })
        .collect();
    let has_it = |index: usize, name: &str, place: Location| {
        let others = || wanted.iter().enumerate().filter(|(_, (other, _))| other == name);
        let in_path = others().find(|(_, (_, place))| *place == Location::Path);
        let first = in_path.or_else(|| others().next());
        first.is_some_and(|(first, (_, of_first))| first == index && *of_first == place)
    };
    let mut chosen: Vec<Option<String>> = wanted
        .iter()
        .enumerate()
        .map(|(index, (name, place))| has_it(index, name, *place).then(|| name.clone()))
        .collect();
    for (index, (name, place)) in wanted.iter().enumerate() {
        let base = name.trim_end_matches('_');
        let located = match place {
            Location::Path => format!("{base}_path"),
            Location::Query => format!("{base}_query"),
            Location::Header => format!("{base}_header"),
            Location::Cookie => format!("{base}_cookie"),
        };
        let is_free = |name: &String| !chosen.iter().flatten().any(|taken| taken == name);
        let mut names =
            std::iter::once(located).chain((2_u32..).map(|number| format!("{base}_{number}")));
        if chosen.get(index).is_some_and(Option::is_none)
            && let (Some(free), Some(slot)) = (names.find(is_free), chosen.get_mut(index))
        {
            *slot = Some(free);
        }
    }
    chosen.into_iter().flatten().map(|name| naming::ident(&name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn chosen(parameters: &[(&str, &str)]) -> Vec<String> {
        let nodes: Vec<Value> =
            parameters.iter().map(|(name, place)| json!({ "name": name, "in": place })).collect();
        choose(nodes.iter()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_parameter_has_a_name_of_its_own() {
        let all = [("id", "query"), ("id", "path"), ("id", "header"), ("id", "cookie")];
        assert_eq!(chosen(&all), ["id_query", "id", "id_header", "id_cookie"]);
        let all = [("fileId", "query"), ("file_id", "query"), ("FILE-ID", "query")];
        assert_eq!(chosen(&all), ["file_id", "file_id_query", "file_id_2"]);
        let all = [("id", "query"), ("id", "header"), ("id_header", "query")];
        assert_eq!(chosen(&all), ["id", "id_2", "id_header"]);
        let all = [("send", "query"), ("type", "query"), ("type", "header"), ("$", "query")];
        assert_eq!(chosen(&all), ["send_", "type_", "type_header", "parameter"]);
        let all = [("2fa", "query"), ("größe", "query"), ("", "query"), ("-", "query")];
        assert_eq!(chosen(&all)[0], "parameter_2fa");
        assert_eq!(chosen(&all)[1], "gr_u00f6_u00df_e");
        assert_eq!(chosen(&all)[2..], ["parameter", "parameter_query"]);
        let all =
            [("self", "query"), ("Self", "path"), ("crate", "query"), ("into-future", "query")];
        assert_eq!(chosen(&all), ["self_query", "self_", "crate_", "into_future_"]);
    }
}
