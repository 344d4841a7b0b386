namespace Marianne.Storage.Relational;

/// <summary>What a database says in its own way: the values that it keeps, and the few expressions that SQL has no common word for.</summary>
internal abstract class SqlDialect
{
    /// <summary>
    /// Indicates whether any column holds any value. Otherwise, what could not be read of a row is kept in a column of its own.
    /// </summary>
    public abstract bool HoldsAnyValue { get; }

    /// <summary>Indicates whether the database compresses long texts by itself.</summary>
    public abstract bool CompressesTexts { get; }

    /// <summary>Returns the value that a column of instants keeps.</summary>
    public abstract object? Time(DateTimeOffset? time);

    /// <summary>Returns the value that a column of JSON keeps.</summary>
    public abstract object? Json(string? text);

    /// <summary>
    /// Returns a time for comparing instants roughly: no instant is on the wrong side of the given number of days after
    /// <paramref name="time"/>.
    /// </summary>
    public abstract object? DayNear(DateTimeOffset? time, int days);

    /// <summary>Returns the parameter for <see cref="IsAmong"/>.</summary>
    public abstract object Texts(IEnumerable<string> texts);

    /// <summary>Returns the condition that a column has one of the texts of a parameter.</summary>
    public abstract string IsAmong(string column, string parameter);

    /// <summary>Returns the same for few texts, in a query that runs often: a server plans it once, and not for each number of texts.</summary>
    public virtual string IsAmongFew(string column, string parameter) => IsAmong(column, parameter);

    /// <summary>Returns the condition that a column begins with the LIKE pattern of a parameter, ignoring case in ASCII.</summary>
    public abstract string IsLike(string column, string parameter);

    /// <summary>Returns a column by which the database does not choose an index.</summary>
    public abstract string Unindexed(string column);

    /// <summary>Returns the aggregate of a column of texts as a JSON array. It is NULL or empty without rows.</summary>
    public abstract string JsonArray(string column);

    /// <summary>Indicates whether the database has a clock that all its users share.</summary>
    public abstract bool HasClock { get; }

    /// <summary>The time of that clock in microseconds, as an expression; NULL without one.</summary>
    public abstract string Clock { get; }

    /// <summary>Returns the end of a query that locks the row of a job until the transaction ends.</summary>
    public abstract string LockJob { get; }

    /// <summary>Returns the end of a query that locks the row of a job, or returns no row if another transaction has locked it.</summary>
    public abstract string LockFreeJob { get; }

    /// <summary>
    /// The first of the jobs of <c>@1</c> that no other transaction has locked; <c>null</c> if a write transaction is the only one.
    /// </summary>
    public abstract FreeJob? FreeJob { get; }

    /// <summary>Returns the end of a query that locks its rows until the transaction ends.</summary>
    public abstract string LockRows { get; }

    /// <summary>
    /// The statement by which the commit of a transaction does not wait until it is on the disk; <c>null</c> if there is none. If the
    /// server crashes, the transaction may be lost. A later commit that waits brings it to the disk, too.
    /// </summary>
    public abstract string? CommitWithoutWaiting { get; }

    /// <summary>Returns the time that is a number of seconds after another.</summary>
    public abstract string After(string time, string seconds);

    /// <summary>Returns the number of seconds from one time to another.</summary>
    public abstract string SecondsBetween(string start, string end);
}
