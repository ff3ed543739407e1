namespace Qit.Timing.Estimation;

/// <summary>Something to minimize: a negative log-likelihood with gradient and Hessian.</summary>
internal interface IObjective
{
    /// <summary>Number of parameters.</summary>
    int Count { get; }

    /// <summary>Value at the parameters; positive infinity where they are not allowed. Fills gradient and the full
    /// symmetric Hessian.</summary>
    double Evaluate(ReadOnlySpan<double> parameters, double[] gradient, double[,] hessian);
}

/// <summary>Damped Newton descent (Levenberg's rule on the diagonal), for a handful of parameters.</summary>
internal sealed class NewtonFit
{
    private const int MostIterations = 200;
    private readonly IObjective objective;
    private readonly int[] free;
    private readonly double[] gradient;
    private readonly double[,] hessian;

    private readonly double tolerance;

    /// <summary>Prepares a fit of the parameters whose flag is set; the others keep their values.</summary>
    /// <param name="objective">What is minimized.</param>
    /// <param name="free">Flags.</param>
    /// <param name="tolerance">Change of the objective at which the fit has converged.</param>
    public NewtonFit(IObjective objective, ReadOnlySpan<bool> free, double tolerance = 1e-9)
    {
        this.objective = objective;
        this.tolerance = tolerance;
        var indices = new List<int>();
        for (int index = 0; index < free.Length; index++)
        {
            if (free[index]) indices.Add(index);
        }

        this.free = [.. indices];
        gradient = new double[objective.Count];
        hessian = new double[objective.Count, objective.Count];
    }

    /// <summary>Objective at the minimum.</summary>
    public double Value { get; private set; }

    /// <summary>True when the last steps changed the objective by less than the tolerance.</summary>
    public bool Converged { get; private set; }

    /// <summary>Moves the parameters to the minimum. Returns the covariance there (inverse observed information) over
    /// all parameters, zero for those held; null when the information is singular.</summary>
    public double[,]? Minimize(double[] parameters)
    {
        Value = objective.Evaluate(parameters, gradient, hessian);
        double damping = 1e-3;
        double[] trial = new double[parameters.Length];
        double[] keptGradient = new double[gradient.Length];
        double[,] keptHessian = new double[gradient.Length, gradient.Length];
        for (int iteration = 0; iteration < MostIterations && damping < 1e12 && !Converged; iteration++)
        {
            double[,] matrix = Reduce(damping);
            double[] step = new double[free.Length];
            for (int index = 0; index < step.Length; index++) step[index] = -gradient[free[index]];
            if (!Cholesky.TrySolve(matrix, step))
            {
                damping *= 10;
                continue;
            }

            parameters.CopyTo(trial, 0);
            for (int index = 0; index < step.Length; index++) trial[free[index]] += step[index];
            gradient.CopyTo(keptGradient, 0);
            Array.Copy(hessian, keptHessian, hessian.Length);
            double value = objective.Evaluate(trial, gradient, hessian);
            if (!(value <= Value))
            {
                // At the minimum the rounding of the sum may look like a rise.
                Converged = value - Value < 1e-9 * Math.Max(1, Math.Abs(Value)) && damping < 1;
                keptGradient.CopyTo(gradient, 0);
                Array.Copy(keptHessian, hessian, hessian.Length);
                damping *= 10;
                continue;
            }

            Converged = Value - value < tolerance && damping <= 1e-2;
            Value = value;
            trial.CopyTo(parameters, 0);
            damping = Math.Max(damping / 10, 1e-12);
        }

        return Covariance();
    }

    private double[,]? Covariance()
    {
        int count = objective.Count;
        double[,]? inverse = Cholesky.Inverse(Reduce(0));
        if (inverse is null) return null;
        double[,] covariance = new double[count, count];
        for (int row = 0; row < free.Length; row++)
        {
            for (int column = 0; column < free.Length; column++)
                covariance[free[row], free[column]] = inverse[row, column];
        }

        return covariance;
    }

    private double[,] Reduce(double damping)
    {
        double[,] matrix = new double[free.Length, free.Length];
        for (int row = 0; row < free.Length; row++)
        {
            for (int column = 0; column < free.Length; column++)
                matrix[row, column] = hessian[free[row], free[column]];
            matrix[row, row] += damping * Math.Max(Math.Abs(matrix[row, row]), 1e-300);
        }

        return matrix;
    }
}
