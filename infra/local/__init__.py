"""Concord on one machine: the demo.

One process plays every part of AWS around the very code that is deployed: moto keeps the tables and queues,
`front` is API Gateway, `pump` is Lambda's event sources, `outbox` stands before SES and `mailbox` shows what
it accepted. Nothing in `chalicelib` knows that this package exists.
"""
