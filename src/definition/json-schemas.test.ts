import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { makeJsonSchemas } from './json-schemas.ts';

test('the schemas for editors are current', () => {
  for (const [name, text] of Object.entries(makeJsonSchemas())) {
    assert.equal(readFileSync(`schemas/${name}`, 'utf8'), text, `schemas/${name} is old. Run: npm run kd -- schema`);
  }
});

test('editors are told what a key is for', () => {
  const { 'service.schema.json': text = '' } = makeJsonSchemas();
  const schema = JSON.parse(text);
  assert.equal(schema.properties.minutes.description, 'How long the form takes.');
  assert.equal(schema.additionalProperties, false);
  assert.ok(!schema.required.includes('checks'), 'what has a default may be left out');
});
