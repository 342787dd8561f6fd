using System.Globalization;
using Cloze;
using Cloze.Benchmarks.Data;
using Cloze.Benchmarks.EndToEnd;
using Cloze.Benchmarks.EndToEnd.Figures;
using Cloze.Benchmarks.EndToEnd.Recipes;
using Cloze.Benchmarks.EndToEnd.Reporting;
using Cloze.Benchmarks.EndToEnd.Serving;
using Cloze.Benchmarks.Kernels;
using Cloze.Benchmarks.Layers;
using Cloze.Benchmarks.Text;
using Cloze.Training;

// A benchmark verifies its result first and measures after; tables come out as markdown, for bench/results.
string[] names =
[
    "peak",
    "gemm [--json] [WORD ...]",
    "few-rows [--threads N]",
    "factor-copies [--threads N] [--only TEXT]",
    "cross-entropy [WORD ...]",
    "attention [WORD ...]",
    "layers [PRESET ...]",
    "run",
    "step [PRESET ...]",
    "growth tokens PRESET [MOST] | growth length PRESET | growth size",
    "scaling [PRESET ...]",
    "fill MODEL SENTENCES.jsonl",
    "fill-many PRESET VOCABULARY FOLDER [LINES]",
    "pairs MODEL PAIRS [--every N] [--rounds N] [--threads N] [--batch-tokens N]",
    "serve-load PRESET VOCABULARY FOLDER [--rounds N] [--seconds N] [--texts N] [--length PIECES] [--callers N] "
        + "[--trouble-seconds N]",
    "tokenize [SHARED] [--roberta] [--tokenizer FOLDER] [--json]",
    "tokenize-oracle TOKENIZER LINES.txt IDS.txt",
    "prepare TOKENIZER PATH ... [--document RULE]",
    "prepare-stages TOKENIZER PATH ...",
    "grow-store STORE LARGER GIGABYTES",
    "recipes TABLE.json --out FOLDER [--seeds N] [--only WORD] [--device NAME] [--threads N] [--jobs N] [--show]",
    "report [--only SECTION,...] [--match TASK] [--rounds N] [--row-minutes N] [--json]",
];
try
{
    switch (args.FirstOrDefault())
    {
        case "peak": PeakBenchmark.Run(); break;
        case "gemm": GemmBenchmark.Run(args[1..]); break;
        case "factor-copies": FactorCopiesBenchmark.Run(args[1..]); break;
        case "few-rows": FewRowsBenchmark.Run(args[1..]); break;
        case "cross-entropy": CrossEntropyBenchmark.Run(args[1..]); break;
        case "attention": AttentionBenchmark.Run(args[1..]); break;
        case "layers": LayersBenchmark.Run(args[1..]); break;
        case "run": RunBenchmark.Run(); break;
        case "step": StepBenchmark.Run(args[1..]); break;
        case "growth" when GrowthBenchmark.Run(args[1..]): break;
        case "scaling": ScalingBenchmark.Run(args[1..]); break;
        case "report": return ReportCommand.Run(args[1..]);
        case "recipes" when args.Length >= 4: return RecipesCommand.Run(args[1..]);
        case "figure": return FigureCommand.Run(args[1..]);
        case "fill" when args.Length == 3: FillBenchmark.Run(args[1], args[2]); break;
        case "fill-many" when args.Length >= 4:
            int lines = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : 320;
            FillManyBenchmark.Run(Enum.Parse<Preset>(args[1], ignoreCase: true), args[2], args[3], lines);
            break;
        case "pairs" when args.Length >= 3: PairsBenchmark.Run(args[1..]); break;
        case "serve-load" when args.Length >= 4: await ServeLoadBenchmark.RunAsync(args[1..]); break;
        case "prepare" when args.Length >= 3: PrepareBenchmark.Run(args[1..]); break;
        case "prepare-stages" when args.Length >= 3: PrepareStagesBenchmark.Run(args[1..]); break;
        case "grow-store" when args.Length == 4: GrowStoreCommand.Run(args[1], args[2], args[3]); break;
        case "tokenize-oracle" when args.Length == 4: TokenizeOracle.Run(args[1..]); break;
        case "tokenize": TokenizeBenchmark.Run(args[1..]); break;
        default:
            Console.Error.WriteLine($"Usage: Cloze.Benchmarks {string.Join(" | ", names)}");
            return 2;
    }
}
catch (ClozeException error)
{
    Console.Error.WriteLine($"{error.Message}\n{error.Hint}");
    return 1;
}

return 0;
