"""One small model of loyalty and fear, written in seven engines, so that their speed is compared on the same work."""
