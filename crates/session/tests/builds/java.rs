//! A Java server: packaged by Maven in one stage, run by a smaller image in the next.

use super::{fails, works, world};

const POM: &str = "<project>\n  <modelVersion>4.0.0</modelVersion>\n  <groupId>com.example</groupId>\n  <artifactId>hello</artifactId>\n  <version>1.0</version>\n  <properties>\n    <maven.compiler.source>17</maven.compiler.source>\n    <maven.compiler.target>17</maven.compiler.target>\n  </properties>\n  <build>\n    <plugins>\n      <plugin>\n        <artifactId>maven-jar-plugin</artifactId>\n        <configuration><archive><manifest><mainClass>com.example.App</mainClass></manifest></archive></configuration>\n      </plugin>\n    </plugins>\n  </build>\n</project>\n";

const APP: &str = r#"package com.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

public class App {
    private static final AtomicInteger visits = new AtomicInteger();

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", exchange -> respond(exchange, "Hello from Java, visit " + visits.incrementAndGet() + "\n"));
        server.createContext("/health", App::health);
        server.setExecutor(Executors.newFixedThreadPool(4));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopping")));
        server.start();
        System.out.println("Listening on port " + port);
    }

    private static void health(HttpExchange exchange) throws IOException {
        respond(exchange, "ok\n");
    }

    private static void respond(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes();
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
"#;

const DOCKERFILE: &str = "FROM maven:3.9-eclipse-temurin-17 AS build\nWORKDIR /app\nCOPY pom.xml .\nRUN mvn -B dependency:go-offline\nCOPY src ./src\nRUN mvn -B package -DskipTests\nFROM eclipse-temurin:17-jre\nCOPY --from=build /app/target/hello-1.0.jar /app.jar\nEXPOSE 8080\nCMD [\"java\", \"-jar\", \"/app.jar\"]\n";

#[test]
fn a_server_packaged_by_maven_answers_and_stops_as_java_does() {
    let path = "src/main/java/com/example/App.java";
    let world = world(&[("Dockerfile", DOCKERFILE), ("pom.xml", POM), (path, APP)]);
    works(&world, "docker build -t hello .");
    works(&world, "docker run -d --name hello -p 8080:8080 hello");
    works(&world, "sleep 1");
    assert_eq!(works(&world, "curl -s localhost:8080"), "Hello from Java, visit 1\n");
    assert_eq!(works(&world, "curl -s localhost:8080/x"), "Hello from Java, visit 2\n");
    assert_eq!(works(&world, "curl -s localhost:8080/health"), "ok\n");
    works(&world, "docker stop hello");
    assert_eq!(works(&world, "docker logs hello"), "Listening on port 8080\nstopping\n");
    assert_eq!(works(&world, "docker inspect -f '{{.State.ExitCode}}' hello"), "143\n");
}

#[test]
fn a_mistake_in_java_stops_the_build() {
    let text = "FROM eclipse-temurin:21\nWORKDIR /app\nCOPY Main.java .\nRUN javac Main.java\nCMD [\"java\", \"Main\"]\n";
    let source =
        "public class Main {\n    public static void main(String[] args) {\n        System.out.println(\"hi\")\n    }\n}\n";
    let world = world(&[("Dockerfile", text), ("Main.java", source)]);
    let last = fails(&world, "docker build .");
    assert!(
        last.contains("process \"/bin/sh -c javac Main.java\" did not complete successfully: exit code: 1"),
        "{last}"
    );
}
