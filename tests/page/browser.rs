//! A headless Chromium, driven through chromedriver by the few calls of WebDriver that the tests need.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Longest wait for anything.
const PATIENCE: Duration = Duration::from_secs(30);

/// One window; driver and browser end with it.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// A fresh window, or nothing, said aloud, where there is no Chromium. On CI that is a failure.
    pub(crate) fn open() -> Option<Browser> {
        Browser::with_scheme("light")
    }

    /// As [`Browser::open`], for a system whose theme is `light` or `dark`.
    pub(crate) fn with_scheme(scheme: &str) -> Option<Browser> {
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut driver = match started {
            Ok(driver) => driver,
            Err(error) => return missing(&error.to_string()),
        };
        let port = port(&mut driver);
        let mut browser = Browser { driver, port, session: String::new() };
        let arguments = [
            "--headless=new",
            "--no-sandbox", // root may not have one
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--window-size=1400,1000",
        ];
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        }}});
        let session = browser.answer("POST", "", &wanted).unwrap();
        match session["value"]["sessionId"].as_str() {
            Some(id) => browser.session = format!("/{id}"),
            None => return missing(&session["value"]["message"].to_string()),
        }
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        let emulate = json!({"cmd": "Emulation.setEmulatedMedia", "params": {"features": features}});
        browser.call("POST", "/goog/cdp/execute", &emulate);
        Some(browser)
    }

    /// Opens a file and waits until the page is drawn.
    pub(crate) fn show(&self, file: &Path) {
        self.call("POST", "/url", &json!({"url": format!("file://{}", file.display())}));
        self.until("return document.documentElement.dataset.ready === 'yes'");
    }

    /// What a function body returns.
    pub(crate) fn eval(&self, script: &str) -> Value {
        self.call("POST", "/execute/sync", &json!({"script": script, "args": []}))
    }

    /// Waits until a function body returns true.
    #[track_caller]
    pub(crate) fn until(&self, script: &str) {
        let start = Instant::now();
        while self.eval(script) != true {
            assert!(start.elapsed() < PATIENCE, "never became true: {script}");
        }
    }

    /// Types keys into whatever has the focus.
    pub(crate) fn keys(&self, keys: &str) {
        let press =
            |key: char| [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})];
        let actions: Vec<Value> = keys.chars().flat_map(press).collect();
        let actions = json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]});
        self.call("POST", "/actions", &actions);
    }

    /// Clicks on the first element a CSS selector finds.
    pub(crate) fn click(&self, selector: &str) {
        let found = self.call("POST", "/element", &json!({"using": "css selector", "value": selector}));
        let id = found.as_object().unwrap().values().next().unwrap().as_str().unwrap();
        self.call("POST", &format!("/element/{id}/click"), &json!({}));
    }

    /// The page as it is printed: a PDF, in base64.
    pub(crate) fn print(&self) -> String {
        self.call("POST", "/print", &json!({"background": true})).as_str().unwrap().to_owned()
    }

    /// What is on the screen: a PNG, in base64.
    pub(crate) fn screenshot(&self) -> String {
        self.call("GET", "/screenshot", &Value::Null).as_str().unwrap().to_owned()
    }

    /// Everything the console was told since it was last asked.
    pub(crate) fn console(&self) -> Vec<Value> {
        self.call("POST", "/se/log", &json!({"type": "browser"})).as_array().unwrap().clone()
    }

    /// Whether a dialog is open, as `alert` would open it.
    pub(crate) fn has_dialog(&self) -> bool {
        self.answer("GET", "/alert/text", &Value::Null).unwrap()["value"]["error"] != "no such alert"
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut answer = self.answer(method, path, body).unwrap();
        assert!(answer["value"]["error"].is_null(), "{method} {path} {body}: {answer}");
        answer["value"].take()
    }

    fn answer(&self, method: &str, path: &str, body: &Value) -> io::Result<Value> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(
            stream,
            "{method} /session{}{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.session,
            body.len()
        )?;
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut answer = vec![0; length];
        reader.read_exact(&mut answer)?;
        Ok(serde_json::from_slice(&answer)?)
    }
}

/// Says why there is no window. On CI that is a failure.
fn missing(why: &str) -> Option<Browser> {
    assert!(std::env::var_os("CI").is_none(), "no Chromium: {why}; .ci/run installs it");
    println!("skipped: no Chromium: {why}");
    None
}

/// The port that chromedriver says it listens on.
fn port(driver: &mut Child) -> u16 {
    let mut said = BufReader::new(driver.stdout.take().unwrap());
    let mut all = String::new();
    while said.read_line(&mut all).unwrap() > 0 {
        let last = all.lines().last().unwrap();
        if let Some((_, port)) = last.split_once("started successfully on port ") {
            let port = port.trim_end_matches('.').parse().unwrap();
            std::thread::spawn(move || io::copy(&mut said, &mut io::sink())); // or it would block
            return port;
        }
    }
    panic!("chromedriver names no port: {all}");
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let _ = self.answer("DELETE", "", &Value::Null); // the browser ends; without this it would outlive its driver
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
