#!/usr/bin/env bash
# A copy of the database each night, kept 35 days: people are promised that whoever left is gone from copies then.
set -euo pipefail
umask 077
while true; do
  file=/backups/klyngebot-$(date -u +%Y-%m-%dT%H%M).dump
  pg_dump --host=database --username=klyngebot --format=custom --file="$file.part" klyngebot
  pg_restore --list "$file.part" > /dev/null  # it can be read again
  mv "$file.part" "$file"
  find /backups -name 'klyngebot-*.dump*' -mtime +34 -delete
  sleep 86400
done
