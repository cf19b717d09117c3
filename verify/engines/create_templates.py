"""Creates stacks with moto from the templates on standard input, as far as moto knows their types, and prints what came of it.

Input: {"stack name": template}. Output: {"stack name": {"created": {type: count}, "unknown": {type: count}, "problems": [...]}}.
"""

import io
import json
import os
import sys
import zipfile
from collections import Counter

import boto3
from moto import mock_aws
from moto.backends import get_backend
from moto.cloudformation.parsing import resource_class_from_type

# moto knows a type only once the module of its service is loaded.
for service in (
    "apigatewayv2 awslambda cloudfront cloudwatch cognitoidp dynamodb events iam logs s3 sns sqs ssm"
).split():
    get_backend(service)

# A global table with one replica, as moto's table takes it.
TABLE_PROPERTIES = (
    "AttributeDefinitions",
    "KeySchema",
    "BillingMode",
    "GlobalSecondaryIndexes",
    "StreamSpecification",
)
ASSETS = "cdk-hnb659fds-assets-123456789012-us-east-1"


def names_in(value):
    """The logical ids that an expression of a template refers to."""
    if isinstance(value, list):
        for each in value:
            yield from names_in(each)
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "Ref":
                yield inner
            elif key == "Fn::GetAtt":
                yield inner[0]
            else:
                yield from names_in(inner)


def without(unknown, value):
    """The same expression with a text in place of each reference to a resource that moto does not know."""
    if isinstance(value, list):
        return [without(unknown, each) for each in value]
    if not isinstance(value, dict):
        return value
    if {"Ref", "Fn::GetAtt"} & set(value) and unknown & set(names_in(value)):
        return "unknown"
    return {key: without(unknown, inner) for key, inner in value.items()}


def prepare(template):
    """What moto can create of a template, and the types that it does not know."""
    resources = template["Resources"]
    for resource in resources.values():
        if resource["Type"] == "AWS::DynamoDB::GlobalTable":
            properties = resource.get("Properties", {})
            resource["Type"] = "AWS::DynamoDB::Table"
            resource["Properties"] = {
                name: properties[name] for name in TABLE_PROPERTIES if name in properties
            }
    unknown = {
        name
        for name, resource in resources.items()
        # A custom resource would run its function in a container.
        if resource["Type"].startswith("Custom::")
        or resource_class_from_type(resource["Type"]) is None
    }
    known = {}
    for name, resource in resources.items():
        if name not in unknown:
            depends = resource.pop("DependsOn", [])
            known[name] = without(unknown, resource)
            left = [each for each in [depends] if isinstance(depends, str)] or depends
            known[name]["DependsOn"] = [each for each in left if each not in unknown]
    outputs = {
        name: output
        for name, output in template.get("Outputs", {}).items()
        if not unknown & set(names_in(output))
    }
    types = Counter(resources[name]["Type"] for name in unknown)
    return {**template, "Resources": known, "Outputs": outputs}, types


def put_assets(s3, template):
    """The files that functions and layers are made of."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("index.mjs", "")
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        source = properties.get("Code") or properties.get("Content") or {}
        if isinstance(source, dict) and "S3Key" in source:
            s3.put_object(Bucket=ASSETS, Key=source["S3Key"], Body=archive.getvalue())


def tables_differ(template, ids):
    """Where a table has other keys, indexes or a stream than the template says."""
    dynamodb = boto3.client("dynamodb")
    for name, resource in template["Resources"].items():
        if resource["Type"] != "AWS::DynamoDB::Table":
            continue
        wanted = resource["Properties"]
        table = dynamodb.describe_table(TableName=ids[name])["Table"]
        indexes = {each["IndexName"] for each in table["GlobalSecondaryIndexes"]}
        if table["KeySchema"] != wanted["KeySchema"]:
            yield f"{name} has other keys"
        if indexes != {each["IndexName"] for each in wanted["GlobalSecondaryIndexes"]}:
            yield f"{name} has other indexes"
        if not table["StreamSpecification"]["StreamEnabled"]:
            yield f"{name} has no stream"


def functions_differ(template, ids):
    """Where a function has another memory, time limit or set of variables than the template says."""
    functions = boto3.client("lambda")
    for name, resource in template["Resources"].items():
        if resource["Type"] != "AWS::Lambda::Function":
            continue
        wanted = resource["Properties"]
        made = functions.get_function_configuration(FunctionName=ids[name])
        for property_name, default in (("MemorySize", 128), ("Timeout", 3)):
            if made[property_name] != wanted.get(property_name, default):
                yield f"{name} has another {property_name}"
        variables = wanted.get("Environment", {}).get("Variables", {})
        if set(made.get("Environment", {}).get("Variables", {})) != set(variables):
            yield f"{name} has other variables"


def queues_differ(template, ids):
    """Where a queue hands what fails to a queue that does not exist."""
    queues = boto3.client("sqs")
    existing = {url.rsplit("/", 1)[1] for url in queues.list_queues().get("QueueUrls", [])}
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::SQS::Queue" and "RedrivePolicy" in resource["Properties"]:
            made = queues.get_queue_attributes(QueueUrl=ids[name], AttributeNames=["All"])
            policy = json.loads(made["Attributes"]["RedrivePolicy"])
            if policy["deadLetterTargetArn"].rsplit(":", 1)[1] not in existing:
                yield f"{name} has no dead-letter queue"


def create(stack, template):
    """Creates one stack; returns what was created, what is unknown, and what is not as the template says."""
    known, unknown = prepare(template)
    put_assets(boto3.client("s3"), known)
    cloudformation = boto3.client("cloudformation")
    cloudformation.create_stack(
        StackName=stack, TemplateBody=json.dumps(known), Capabilities=["CAPABILITY_NAMED_IAM"]
    )
    status = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
    ids = {
        each["LogicalResourceId"]: each.get("PhysicalResourceId", "")
        for page in pages
        for each in page["StackResourceSummaries"]
    }
    problems = [] if status == "CREATE_COMPLETE" else [f"the stack is {status}"]
    problems += [f"{name} was not created" for name in known["Resources"] if name not in ids]
    for differ in (tables_differ, functions_differ, queues_differ):
        problems += differ(known, ids)
    created = Counter(resource["Type"] for resource in known["Resources"].values())
    return {"created": created, "unknown": unknown, "problems": problems}


os.environ.update(
    AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1"
)
with mock_aws(config={"lambda": {"use_docker": False}}):
    boto3.client("ssm").put_parameter(
        Name="/cdk-bootstrap/hnb659fds/version", Value="30", Type="String"
    )
    boto3.client("s3").create_bucket(Bucket=ASSETS)
    templates = json.load(sys.stdin)
    print(json.dumps({stack: create(stack, template) for stack, template in templates.items()}))
