namespace Marianne.Storage.Mapping;

/// <summary>
/// A stored property of a job or a sheet. What kind of value it holds is said by the method of
/// <see cref="IFieldRenderer{TOwner, TField}"/> that it is passed to.
/// </summary>
/// <param name="Property">The name of the property.</param>
/// <param name="Name">The name under which stores keep it.</param>
/// <param name="Get">Returns the property's value.</param>
/// <param name="Set">Sets the property.</param>
internal sealed record Field<TOwner, TValue>(
    string Property,
    string Name,
    Func<TOwner, TValue> Get,
    Action<TOwner, TValue> Set)
{
    /// <summary>The name of its column in tables. The default is <see cref="Name"/>.</summary>
    public string Column { get; init; } = Name;

    /// <summary>Returns why a value of a job's file is not valid for its owner, or <c>null</c> if it is.</summary>
    public Func<TOwner, TValue, string?>? Rule { get; init; }
}
