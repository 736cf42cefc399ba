"""What all tables share: how constraints are named, the number of a row, whose cluster it is."""

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite counts up by itself only for a column that is exactly INTEGER PRIMARY KEY."""


def cluster_column() -> sa.Column[int]:
    return sa.Column("cluster_id", sa.ForeignKey("clusters.id"), nullable=False)
