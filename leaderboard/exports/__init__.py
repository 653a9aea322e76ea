"""The collection as files: JSON lines, CSV and Parquet, with a manifest; written in constant memory."""
