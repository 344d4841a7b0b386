namespace Marianne.Learning;

/// <summary>Computes the confidence in an outcome.</summary>
public static class OutcomeConfidence
{
    private const double PerRetry = 0.1;
    private const int MostRetries = 5;
    private const double ForFirstTry = 0.1;

    /// <summary>
    /// Returns the confidence, 0 to 1: the pass rate, minus 0.1 for each of the first five retries, plus 0.1 if the first attempt
    /// succeeded.
    /// </summary>
    /// <param name="passRate">The fraction of validations that passed, 0 to 1.</param>
    /// <param name="retries">The number of retries.</param>
    /// <param name="successWithoutRetry">Indicates whether the first attempt succeeded.</param>
    public static double Of(double passRate, int retries, bool successWithoutRetry)
    {
        double confidence = passRate - (PerRetry * Math.Min(retries, MostRetries));
        if (successWithoutRetry)
            confidence = Math.Min(1, confidence + ForFirstTry);
        return Math.Clamp(confidence, 0, 1);
    }
}
