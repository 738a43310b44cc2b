// Posting one event, complete, in the languages of marketplaces' backends. KEY and SECRET come from the reader's environment.
// samples.test.ts runs those whose language the machine has.

const shell = `BODY='{"events":[{"id":"seller-yunfan-1","type":"seller.upserted","occurred_at":"2026-03-01T16:00:00+08:00","seller_id":"yunfan","data":{"name":"Yunfan","region":"CN"}}]}'
ID=msg_$(openssl rand -hex 8) TIME=$(date +%s)
HEX=$(printf %s "\${SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')
SIGNATURE=$(printf %s "$ID.$TIME.$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$HEX" -binary | openssl base64 -A)
curl -sS URL_OF_API/events -H "authorization: Bearer $KEY" -H 'content-type: application/json' \\
  -H "webhook-id: $ID" -H "webhook-timestamp: $TIME" -H "webhook-signature: v1,$SIGNATURE" -d "$BODY"`

const java = `import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.*;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

class PostEvents {
  public static void main(String[] args) throws Exception {
    String body = "{\\"events\\":[{\\"id\\":\\"seller-yunfan-1\\",\\"type\\":\\"seller.upserted\\",\\"occurred_at\\":\\"2026-03-01T16:00:00+08:00\\","
        + "\\"seller_id\\":\\"yunfan\\",\\"data\\":{\\"name\\":\\"Yunfan\\",\\"region\\":\\"CN\\"}}]}";
    String id = "msg_" + UUID.randomUUID(), time = String.valueOf(Instant.now().getEpochSecond());
    byte[] secret = Base64.getDecoder().decode(System.getenv("SECRET").substring("whsec_".length()));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    byte[] signature = mac.doFinal((id + "." + time + "." + body).getBytes(StandardCharsets.UTF_8));
    HttpRequest request = HttpRequest.newBuilder(URI.create("URL_OF_API/events"))
        .header("authorization", "Bearer " + System.getenv("KEY")).header("content-type", "application/json")
        .header("webhook-id", id).header("webhook-timestamp", time)
        .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature))
        .POST(HttpRequest.BodyPublishers.ofString(body)).build();
    System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}`

const go = `package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

func main() {
	body := \`{"events":[{"id":"seller-yunfan-1","type":"seller.upserted","occurred_at":"2026-03-01T16:00:00+08:00","seller_id":"yunfan","data":{"name":"Yunfan","region":"CN"}}]}\`
	random := make([]byte, 8)
	rand.Read(random)
	id, at := fmt.Sprintf("msg_%x", random), fmt.Sprint(time.Now().Unix())
	secret, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(os.Getenv("SECRET"), "whsec_"))
	if err != nil {
		panic(err)
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(id + "." + at + "." + body))
	request, err := http.NewRequest("POST", "URL_OF_API/events", strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	request.Header.Set("authorization", "Bearer "+os.Getenv("KEY"))
	request.Header.Set("content-type", "application/json")
	request.Header.Set("webhook-id", id)
	request.Header.Set("webhook-timestamp", at)
	request.Header.Set("webhook-signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer answer.Body.Close()
	io.Copy(os.Stdout, answer.Body)
}`

const php = `<?php
$body = json_encode(['events' => [[
    'id' => 'seller-yunfan-1', 'type' => 'seller.upserted', 'occurred_at' => '2026-03-01T16:00:00+08:00', 'seller_id' => 'yunfan',
    'data' => ['name' => 'Yunfan', 'region' => 'CN'],
]]]);
$id = 'msg_' . bin2hex(random_bytes(8));
$time = (string) time();
$secret = base64_decode(substr(getenv('SECRET'), strlen('whsec_')));
$signature = base64_encode(hash_hmac('sha256', "$id.$time.$body", $secret, true));
$call = curl_init('URL_OF_API/events');
curl_setopt_array($call, [
    CURLOPT_POST => true,
    CURLOPT_POSTFIELDS => $body,
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        'authorization: Bearer ' . getenv('KEY'), 'content-type: application/json',
        "webhook-id: $id", "webhook-timestamp: $time", "webhook-signature: v1,$signature",
    ],
]);
echo curl_exec($call);`

const python = `import base64, hashlib, hmac, json, os, time, urllib.request, uuid

body = json.dumps({"events": [{"id": "seller-yunfan-1", "type": "seller.upserted", "occurred_at": "2026-03-01T16:00:00+08:00",
                               "seller_id": "yunfan", "data": {"name": "Yunfan", "region": "CN"}}]}).encode()
id, at = f"msg_{uuid.uuid4()}", str(int(time.time()))
secret = base64.b64decode(os.environ["SECRET"].removeprefix("whsec_"))
signature = base64.b64encode(hmac.new(secret, f"{id}.{at}.".encode() + body, hashlib.sha256).digest()).decode()
request = urllib.request.Request("URL_OF_API/events", body, {
    "authorization": f"Bearer {os.environ['KEY']}", "content-type": "application/json",
    "webhook-id": id, "webhook-timestamp": at, "webhook-signature": f"v1,{signature}"})
print(urllib.request.urlopen(request).read().decode())`

/** The samples of POST /events for the document, against the API at `url`. */
export function samples(url: string): { lang: string; label: string; source: string }[] {
  const all = [
    { lang: 'Shell', label: 'curl', source: shell },
    { lang: 'Java', label: 'Java 17', source: java },
    { lang: 'Go', label: 'Go', source: go },
    { lang: 'PHP', label: 'PHP 8', source: php },
    { lang: 'Python', label: 'Python 3', source: python },
  ]
  return all.map((one) => ({ ...one, source: one.source.replaceAll('URL_OF_API', url) }))
}
