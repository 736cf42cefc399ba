"""The cluster, its villages and its bots."""

from collections.abc import Mapping

from storage.columns.classes import EVERYBODY, Column, Until, cluster_column, nothing, personal

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "clusters": {
        "id": nothing("our own number", Until.CLUSTER),
        "slug": nothing("names the cluster in files and links", Until.CLUSTER),
        "name": nothing("on screen", Until.CLUSTER),
        "municipality": nothing("on screen", Until.CLUSTER),
        "zone": nothing("when it is eight o'clock there", Until.CLUSTER),
        "about": nothing("who we are, in two sentences", Until.CLUSTER),
        "controller": nothing("who answers for the data, as the law asks us to say", Until.CLUSTER),
        "contact_name": personal(
            "the human one can turn to; made public by themselves", Until.CLUSTER, EVERYBODY
        ),
        "contact_phone": personal("as contact_name", Until.CLUSTER, EVERYBODY),
        "contact_email": personal("as contact_name", Until.CLUSTER, EVERYBODY),
        "website": nothing("on screen", Until.CLUSTER),
        "created_at": nothing("the order of clusters", Until.CLUSTER),
    },
    "villages": {
        "id": nothing("our own number", Until.CLUSTER),
        "cluster_id": cluster_column(Until.CLUSTER),
        "slug": nothing("names the village in links", Until.CLUSTER),
        "name": nothing("on screen", Until.CLUSTER),
        "also_called": nothing("finds the village by what people write", Until.CLUSTER),
        "inhabitants": nothing("how many of a village take part", Until.CLUSTER),
        "council": nothing("who speaks for the village", Until.CLUSTER),
    },
    "bots": {
        "id": nothing("Telegram's number of the bot", Until.CLUSTER),
        "cluster_id": cluster_column(Until.CLUSTER),
        "username": nothing("links to the bot", Until.CLUSTER),
        "disabled_at": nothing("whoever runs it does not want it served", Until.CLUSTER),
        "next_update": nothing("no update is asked for twice", Until.CLUSTER),
        "alive_at": nothing("how long it has been still", Until.CLUSTER),
    },
}
