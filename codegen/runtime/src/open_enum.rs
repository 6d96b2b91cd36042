//! Enums that grow: a value that the document does not list is kept, not refused.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// An enum of texts, open at its end.
///
/// Implemented by emitted enums; the macro `open_enum!` writes the rest of their impls.
pub trait OpenEnum: Sized {
    /// The documented value, if it is one.
    fn from_documented(text: &str) -> Option<Self>;

    /// Wraps a text that is not documented.
    fn from_unknown(value: UnknownValue<Self>) -> Self;

    /// The value for a text, which is always one.
    fn from_text(text: &str) -> Self {
        Self::from_documented(text).unwrap_or_else(|| {
            Self::from_unknown(UnknownValue { text: text.into(), of: PhantomData })
        })
    }
}

/// A value that the document does not list for the enum `E`, as the service sent it.
///
/// It can only come from parsing, and never holds a documented value, so no value of the enum has
/// two representations.
pub struct UnknownValue<E> {
    text: Box<str>,
    of: PhantomData<fn() -> E>,
}

impl<E> UnknownValue<E> {
    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<E> fmt::Display for UnknownValue<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<E> fmt::Debug for UnknownValue<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl<E> Clone for UnknownValue<E> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), of: PhantomData }
    }
}

impl<E> PartialEq for UnknownValue<E> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<E> Eq for UnknownValue<E> {}

impl<E> Hash for UnknownValue<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// The impls of an emitted enum that need nothing but [`OpenEnum`] and `as_str`.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($name:ident) => {
        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::OpenEnum::from_text(text)
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                $crate::OpenEnum::from_text(&text)
            }
        }

        impl $crate::Observe for $name {
            fn observe(&self, observer: &mut $crate::Observer<'_>) {
                let is_documented = <Self as $crate::OpenEnum>::from_documented(self.as_str());
                observer.text(is_documented.as_ref().map(|_| self.as_str()));
            }
        }

        // By text: in the order of the variants, a document that lists its values otherwise would
        // silently sort a caller's otherwise.
        impl ::std::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(self.cmp(other))
            }
        }

        impl ::std::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        $crate::text_impls!($name);
    };
}
