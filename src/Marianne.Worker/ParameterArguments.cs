namespace Marianne.Worker;

/// <summary>Reads the values of parameters on the command line.</summary>
internal static class ParameterArguments
{
    /// <summary>Returns the values by name. A name that is repeated has a list of values.</summary>
    /// <param name="arguments">The arguments: <c>name=value</c>, or a name that is also that of an environment variable.</param>
    /// <param name="variable">Returns the value of an environment variable, or <c>null</c> if it is not set.</param>
    /// <exception cref="MarianneException">InvalidParameter: an environment variable is not set, or a name is empty.</exception>
    public static IReadOnlyDictionary<string, object?> Read(IEnumerable<string> arguments, Func<string, string?> variable) =>
        arguments.Select(argument => Parse(argument, variable))
            .GroupBy(entry => entry.Name, entry => entry.Value)
            .ToDictionary(values => values.Key, values => values.Count() == 1 ? values.Single() : (object?)values.ToArray());

    private static (string Name, string Value) Parse(string argument, Func<string, string?> variable)
    {
        int separator = argument.IndexOf('=', StringComparison.Ordinal);
        if (separator == 0)
            throw WorkerErrors.NoParameterName(argument);
        return separator > 0
            ? (argument[..separator], argument[(separator + 1)..])
            : (argument, variable(argument) ?? throw WorkerErrors.NoVariable(argument));
    }
}
