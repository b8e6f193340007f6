"""The same rows as the FastAPI and SQLModel tutorials read them: signed in, a session per request, no reach."""

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, HTTPException, Query, status
from fastapi.security import OAuth2PasswordBearer
from jose import JWTError, jwt
from sqlalchemy import Text
from sqlmodel import Field, Session, SQLModel, col, create_engine, select

SECRET, ALGORITHM = "a secret of the benchmark only, forty characters", "HS256"


class User(SQLModel, table=True):
    """A person who signs in."""

    __tablename__ = "person"

    id: UUID = Field(primary_key=True)
    username: str
    active: bool


class FocusAreaBase(SQLModel):
    """Fields of both the table and the response."""

    version: int
    created_at: datetime
    updated_at: datetime
    institution_id: UUID
    theme_id: UUID
    title: str
    challenge: str | None = Field(default=None, sa_type=Text)
    goal: str | None = Field(default=None, sa_type=Text)
    signs: str | None = Field(default=None, sa_type=Text)
    status: str
    outcome: str | None = Field(default=None, sa_type=Text)
    development: str | None = None
    continues_id: UUID | None = None
    shared_with: str


class FocusArea(FocusAreaBase, table=True):
    """The table."""

    __tablename__ = "focus_area"

    id: UUID = Field(primary_key=True)


class FocusAreaPublic(FocusAreaBase):
    """The response."""

    id: UUID


engine = create_engine(os.environ["BENCHMARK_DATABASE_URL"])
app = FastAPI()
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")


def get_session() -> Iterator[Session]:
    """Open a session for the request."""
    with Session(engine) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]


def get_current_user(token: Annotated[str, Depends(oauth2_scheme)], session: SessionDep) -> User:
    """Return the active user that the token names."""
    unauthorized = HTTPException(status.HTTP_401_UNAUTHORIZED, "Could not validate credentials")
    try:
        username = jwt.decode(token, SECRET, algorithms=[ALGORITHM]).get("sub")
    except JWTError as error:
        raise unauthorized from error
    user = session.exec(select(User).where(User.username == username)).first()
    if user is None or not user.active:
        raise unauthorized
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]


@app.get("/v1/focus-areas", response_model=list[FocusAreaPublic])
def read_focus_areas(
    session: SessionDep, user: CurrentUser, offset: int = 0, limit: Annotated[int, Query(le=200)] = 50
) -> list[FocusArea]:
    """Return a page of the list."""
    newest = select(FocusArea).order_by(col(FocusArea.updated_at).desc(), col(FocusArea.id).desc())
    return list(session.exec(newest.offset(offset).limit(limit)).all())


@app.get("/v1/focus-areas/{focus_area_id}", response_model=FocusAreaPublic)
def read_focus_area(focus_area_id: UUID, session: SessionDep, user: CurrentUser) -> FocusArea:
    """Return a focus area by its id."""
    focus_area = session.get(FocusArea, focus_area_id)
    if not focus_area:
        raise HTTPException(status_code=404, detail="Focus area not found")
    return focus_area
