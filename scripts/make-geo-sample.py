#!/usr/bin/env python3
"""Makes the geo databases under Examples/geo: invented places and networks for the addresses of documentation (RFC 5737,
RFC 3849). Needs the Python package mmdb_writer.

usage: scripts/make-geo-sample.py [FOLDER]
"""
import pathlib
import sys

from mmdb_writer import MMDBWriter
from netaddr import IPSet

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Examples" / "geo"


def name(text):
    return {"names": {"en": text}}


def place(continent, code, country, region_code, region, city, latitude, longitude):
    return {"continent": name(continent), "country": {"iso_code": code, **name(country)},
            "subdivisions": [{"iso_code": region_code, **name(region)}], "city": name(city),
            "location": {"latitude": latitude, "longitude": longitude}}


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    city = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type="Nightjar-Sample-City", float_type="f64")
    city.insert_network(IPSet(["192.0.2.0/24"]),
                        place("Europe", "IS", "Iceland", "1", "Capital Region", "Reykjavik", 64.15, -21.94))
    city.insert_network(IPSet(["2001:db8::/32"]),
                        place("Oceania", "NZ", "New Zealand", "WGN", "Wellington", "Wellington", -41.29, 174.78))
    city.to_db_file(str(folder / "nightjar-city-sample.mmdb"))
    systems = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type="Nightjar-Sample-ASN", int_type="u32")
    systems.insert_network(IPSet(["192.0.2.0/24"]),
                           {"autonomous_system_number": 64496, "autonomous_system_organization": "Example Transit"})
    systems.to_db_file(str(folder / "nightjar-asn-sample.mmdb"))


main()
