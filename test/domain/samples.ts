/** Messages of the documented shapes, values invented: what a consumer of each delivery holds. */

export const formUploadOverwrite = `{"events":[{"eventName":"ObjectCreated:PostObject","eventSource":"acs:oss","eventTime":"2026-03-02T08:14:02.000Z","eventVersion":"1.0",
 "oss":{"bucket":{"arn":"acs:oss:cn-beijing:1000000000000001:demo-uploads","name":"demo-uploads","ownerIdentity":"1000000000000001","virtualBucket":""},
  "object":{"deltaSize":0,"eTag":"9E107D9D372BB6826BD81D3542A419D6","key":"form/cat.jpg","size":43210},
  "ossSchemaVersion":"1.0","ruleId":"demo-rule"},
 "region":"cn-beijing","requestParameters":{"sourceIPAddress":"192.0.2.10"},
 "responseElements":{"requestId":"69A5472A00112233445566A1"},"userIdentity":{"principalId":"200000000000000002"}}]}`;

export const rangeRead = `{"events":[{"eventName":"ObjectDownloaded:GetObject","eventSource":"acs:oss","eventTime":"2026-03-02T08:20:11.000Z","eventVersion":"1.0",
 "oss":{"bucket":{"arn":"acs:oss:cn-shenzhen:1000000000000001:demo-reads","name":"demo-reads","ownerIdentity":"1000000000000001"},
  "object":{"deltaSize":0,"eTag":"E4D909C290D0FB1CA068FFADDF22CBD0","key":"doc/readme.txt","readFrom":0,"readTo":100,"size":2048},
  "ossSchemaVersion":"1.0","ruleId":"read-rule"},
 "region":"cn-shenzhen","requestParameters":{"sourceIPAddress":"192.0.2.77"},
 "responseElements":{"requestId":"69A5489B00112233445566A2"},"userIdentity":{"principalId":"1000000000000001"},
 "xVars":{"x:order":"42","x:source":"web"}}]}`;

export const secondAppend = `{"events":[{"eventName":"ObjectCreated:AppendObject","eventSource":"acs:oss","eventTime":"2026-03-02T08:21:00.000Z","eventVersion":"1.0",
 "oss":{"bucket":{"arn":"acs:oss:cn-hangzhou:1000000000000001:demo-logs","name":"demo-logs","ownerIdentity":"1000000000000001","virtualBucket":""},
  "object":{"deltaSize":120,"eTag":"0F343B0931126A20F133D67C2B018A3B","key":"app/today.log","objectMeta":{"mimeType":"text/plain"},"position":880,"size":1000},
  "ossSchemaVersion":"1.0","ruleId":"log-rule"},
 "region":"cn-hangzhou","requestParameters":{"sourceIPAddress":"198.51.100.4"},
 "responseElements":{"requestId":"69A548CC00112233445566A3"},"userIdentity":{"principalId":"200000000000000002"}}]}`;

export const everythingInsideOss = `{"events":[{"eventName":"ObjectCreated:PutObject","eventSource":"acs:oss","eventTime":"2026-03-02T08:22:40.000Z","eventVersion":"1.0",
 "oss":{"bucket":{"arn":"acs:oss:cn-hangzhou:1000000000000001:demo-photos","name":"demo-photos","ownerIdentity":"1000000000000001"},
  "object":{"deltaSize":"-300","eTag":"D41D8CD98F00B204E9800998ECF8427E","key":"目录/50%+1.txt","size":"700"},
  "ossSchemaVersion":"1.0","ruleId":"demo-rule","region":"cn-hangzhou","requestParameters":{"sourceIPAddress":"192.0.2.10"},
  "responseElements":{"requestId":"69A5493000112233445566A4"},"userIdentity":{"principalId":"200000000000000002"},
  "xVars":{"x:k":"v"}}}]}`;

export const deletion = `{"events":[{"eventName":"ObjectRemoved:DeleteObject","eventSource":"acs:oss","eventTime":"2026-03-02T08:30:00.000Z","eventVersion":"1.0",
 "oss":{"bucket":{"arn":"acs:oss:cn-hangzhou:1000000000000001:demo-photos","name":"demo-photos","ownerIdentity":"1000000000000001","virtualBucket":""},
  "object":{"deltaSize":-5,"eTag":"5D41402ABC4B2A76B9719D911017C592","key":"in/a.txt","size":5},"ossSchemaVersion":"1.0","ruleId":"demo-rule"},
 "region":"cn-hangzhou","requestParameters":{"sourceIPAddress":"192.0.2.10"},
 "responseElements":{"requestId":"69A54AE800112233445566A5"},"userIdentity":{"principalId":"200000000000000002"}}]}`;

export const eventBridge = `{"id":"11111111-2222-3333-4444-555555555555","source":"acs.oss","specversion":"1.0","type":"oss:ObjectCreated:PostObject","datacontenttype":"application/json",
 "subject":"acs:oss:cn-shanghai:1000000000000001:demo-uploads/form/cat.jpg","time":"2026-03-02T08:14:02Z",
 "data":{"eventName":"ObjectCreated:PostObject","eventSource":"acs:oss","eventTime":"2026-03-02T08:14:02.000Z","eventVersion":"1.0","region":"cn-shanghai",
  "oss":{"bucket":{"arn":"acs:oss:cn-shanghai:1000000000000001:demo-uploads","name":"demo-uploads","ownerIdentity":"1000000000000001","virtualBucket":""},
   "object":{"deltaSize":43210,"eTag":"9E107D9D372BB6826BD81D3542A419D6","key":"form/cat.jpg","objectMeta":{"mimeType":"image/jpeg"},"size":43210},"ossSchemaVersion":"1.0"},
  "requestParameters":{"sourceIPAddress":"192.0.2.10"},"responseElements":{"requestId":"69A5472A00112233445566A1"},"userIdentity":{"principalId":"200000000000000002"}}}`;

/** As a rule hands it to a queue. */
export const queueBody =
  'eyJldmVudHMiOlt7ImV2ZW50TmFtZSI6Ik9iamVjdENyZWF0ZWQ6UHV0T2JqZWN0IiwiZXZlbnRTb3VyY2UiOiJhY3M6b3NzIiwiZXZlbnRUaW1lIjoiMjAyNi0wMy0wMlQwODoxNTozMC4wMDBaIiwiZXZlbnRWZXJzaW9uIjoiMS4wIiwib3NzIjp7ImJ1Y2tldCI6eyJhcm4iOiJhY3M6b3NzOmNuLWhhbmd6aG91OjEwMDAwMDAwMDAwMDAwMDE6ZGVtby1waG90b3MiLCJuYW1lIjoiZGVtby1waG90b3MiLCJvd25lcklkZW50aXR5IjoiMTAwMDAwMDAwMDAwMDAwMSIsInZpcnR1YWxCdWNrZXQiOiIifSwib2JqZWN0Ijp7ImRlbHRhU2l6ZSI6NSwiZVRhZyI6IjVENDE0MDJBQkM0QjJBNzZCOTcxOUQ5MTEwMTdDNTkyIiwia2V5IjoiaW4vYS50eHQiLCJzaXplIjo1fSwib3NzU2NoZW1hVmVyc2lvbiI6IjEuMCIsInJ1bGVJZCI6ImRlbW8tcnVsZSJ9LCJyZWdpb24iOiJjbi1oYW5nemhvdSIsInJlcXVlc3RQYXJhbWV0ZXJzIjp7InNvdXJjZUlQQWRkcmVzcyI6IjE5Mi4wLjIuMTAifSwicmVzcG9uc2VFbGVtZW50cyI6eyJyZXF1ZXN0SWQiOiI2OUE1NDc4MjAwMTEyMjMzNDQ1NTY2QUEifSwidXNlcklkZW50aXR5Ijp7InByaW5jaXBhbElkIjoiMjAwMDAwMDAwMDAwMDAwMDAyIn19XX0=';

export const jsonEnvelope = `{"TopicOwner":"1000000000000001","TopicName":"mns-en-topics-oss-demo-rule-3000000000000003","Subscriber":"1000000000000001",
 "SubscriptionName":"mns-en-subs-oss-demo-rule-1-3000000000000004","MessageId":"0A1B2C3D4E5F60718293A4B5C6D7E8F9",
 "Message":"${queueBody}","MessageMD5":"00000000000000000000000000000000","PublishTime":"1772439330123"}`;

export const xmlEnvelope = `<?xml version="1.0" encoding="utf-8"?>
<Notification xmlns="http://mns.aliyuncs.com/doc/v1/"><TopicOwner>1000000000000001</TopicOwner><TopicName>mns-en-topics-oss-demo-rule-3000000000000003</TopicName>
<Subscriber>1000000000000001</Subscriber><SubscriptionName>mns-en-subs-oss-demo-rule-1-3000000000000004</SubscriptionName>
<MessageId>0A1B2C3D4E5F60718293A4B5C6D7E8F9</MessageId><Message>${queueBody}</Message><MessageMD5>00000000000000000000000000000000</MessageMD5>
<PublishTime>1772439330123</PublishTime></Notification>`;

/** Its time has a blank where a plus belongs, as in the vendor's own sample. */
export const ks3Callback = `{
  "id": "k7c2m0v9q4r8t1w5x3y6z0a2b4d6f8h1",
  "source": "kcs:ks3",
  "ruleId": "photos_new",
  "type": "ks3:ObjectCreated:PutObject",
  "specversion": "1.0",
  "time": "2025-12-02T16:00:03.417 08:00",
  "datacontenttype": "application/json",
  "subject": "demo-bucket/photos/2025/cat.jpg",
  "extensions": {
    "accountid": "70000001", "userid": "30001", "roleid": "", "region": "NINGXIA", "eventversion": "1.0"
  },
  "data": {
    "request": { "sourceIPAddress": "198.51.100.7" },
    "response": { "requestId": "k7c2m0v9q4r8t1w5x3y6z0a2b4d6f8h1" },
    "ks3": {
      "bucket": { "name": "demo-bucket", "ownerid": "70000001" },
      "object": {
        "key": "photos/2025/cat.jpg", "objectsize": "48213", "etag": "q80AAAECAwQFBgcICQoLDA==",
        "position": 0, "userMetaData": { "x-kss-meta-camera": "a7" }
      }
    }
  }
}`;
