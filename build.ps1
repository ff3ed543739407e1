#!/usr/bin/env pwsh
# Short names for the dotnet commands of this repository. Each verb is one dotnet line that works without PowerShell.
#   ./build.ps1 VERB [arguments for the command]
param(
    [Parameter(Mandatory, Position = 0)]
    [ValidateSet('build', 'test', 'run', 'rig', 'bench', 'publish')]
    [string] $Verb,
    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Rest = @()
)
Set-Location $PSScriptRoot
switch ($Verb) {
    'build'   { dotnet build @Rest }
    'test'    { dotnet test @Rest }
    'run'     { dotnet run --project agent -- @Rest }
    'rig'     { dotnet run --project hil-rigs -- @Rest }
    'bench'   { dotnet run --configuration Release --project tests/Qit.Benchmarks -- @Rest }
    'publish' { dotnet publish agent --configuration Release --output artifacts/qit @Rest }
}
exit $LASTEXITCODE
