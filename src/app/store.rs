//! Where journals are kept: IndexedDB, one record a lesson and mount, as JSON.
//!
//! A browser that refuses (private windows, blocked storage) is an error the page shows once; nothing else
//! depends on it. Words typed since the last journalled entry are kept beside it, see [`save_drafts`].

use std::collections::BTreeMap;

use gloo::storage::{LocalStorage, Storage};
use rexie::{ObjectStore, Rexie, TransactionMode};
use serde::{Deserialize, Serialize};
use session::protocol::{Bytes, Journal};
use wasm_bindgen::JsValue;

const DATABASE: &str = "drydock";
const JOURNALS: &str = "journals";

/// The version of the record's shape; the journal in it has its own.
const SCHEMA: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Record {
    schema: u32,
    journal: Journal,
}

/// The browser's own words.
#[derive(Clone, Debug)]
pub struct StoreError(pub String);

impl<E: std::fmt::Display> From<E> for StoreError {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

#[derive(Debug)]
pub struct JournalStore {
    database: Rexie,
}

impl JournalStore {
    pub async fn open() -> Result<Self, StoreError> {
        let database = Rexie::builder(DATABASE)
            .version(1)
            .add_object_store(ObjectStore::new(JOURNALS))
            .build()
            .await?;
        Ok(Self { database })
    }

    /// The journal of a key; `None` when there is none or it has another shape.
    pub async fn load(&self, key: &str) -> Result<Option<Journal>, StoreError> {
        let transaction = self.database.transaction(&[JOURNALS], TransactionMode::ReadOnly)?;
        let found = transaction.store(JOURNALS)?.get(JsValue::from_str(key)).await?;
        transaction.done().await?;
        let text = found.and_then(|value| value.as_string());
        Ok(text
            .and_then(|text| serde_json::from_str::<Record>(&text).ok())
            .filter(|r| r.schema == SCHEMA)
            .map(|r| r.journal))
    }

    /// All journals that can be read, by their keys.
    pub async fn all(&self) -> Result<BTreeMap<String, Journal>, StoreError> {
        let transaction = self.database.transaction(&[JOURNALS], TransactionMode::ReadOnly)?;
        let found = transaction.store(JOURNALS)?.scan(None, None, None, None).await?;
        transaction.done().await?;
        let read = |(key, value): (JsValue, JsValue)| {
            let record = serde_json::from_str::<Record>(&value.as_string()?).ok()?;
            Some((key.as_string()?, record.journal))
        };
        Ok(found.into_iter().filter_map(read).collect())
    }

    /// Stores journals; with `alone` there are no others afterwards. All or none.
    pub async fn save_all(&self, journals: &BTreeMap<String, Journal>, alone: bool) -> Result<(), StoreError> {
        let mut records = Vec::new();
        for (key, journal) in journals {
            records.push((record(journal)?, Some(JsValue::from_str(key))));
        }
        let transaction = self.database.transaction(&[JOURNALS], TransactionMode::ReadWrite)?;
        let store = transaction.store(JOURNALS)?;
        if alone {
            store.clear().await?;
        }
        store.put_all(records.into_iter()).await?;
        transaction.done().await?;
        Ok(())
    }

    pub async fn save(&self, key: &str, journal: &Journal) -> Result<(), StoreError> {
        let transaction = self.database.transaction(&[JOURNALS], TransactionMode::ReadWrite)?;
        transaction
            .store(JOURNALS)?
            .put(&record(journal)?, Some(&JsValue::from_str(key)))
            .await?;
        transaction.done().await?;
        Ok(())
    }
}

/// A journal as it is stored.
fn record(journal: &Journal) -> Result<JsValue, StoreError> {
    #[derive(Serialize)]
    struct Borrowed<'a> {
        schema: u32,
        journal: &'a Journal,
    }
    let text = serde_json::to_string(&Borrowed { schema: SCHEMA, journal })?;
    Ok(JsValue::from_str(&text))
}

fn drafts_key(key: &str) -> String {
    format!("drydock.drafts.{key}")
}

/// Keeps texts that the sandbox has not been told yet, at once, so that closing the page loses no keystroke.
pub fn save_drafts(key: &str, drafts: &BTreeMap<String, Bytes>) {
    if drafts.is_empty() {
        LocalStorage::delete(drafts_key(key));
    } else if LocalStorage::set(drafts_key(key), drafts).is_err() {
        gloo::console::debug!("drafts are not stored");
    }
}

pub fn forget_drafts(key: &str) {
    LocalStorage::delete(drafts_key(key));
}

pub fn load_drafts(key: &str) -> BTreeMap<String, Bytes> {
    LocalStorage::get(drafts_key(key)).unwrap_or_default()
}
