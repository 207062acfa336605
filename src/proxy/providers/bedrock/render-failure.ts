/**
 * Our own failures in the shape AWS SDKs read (smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html, "Operation error
 * serialization"): the error's name in `__type`, from which SDKs choose the exception they throw.
 */
import type { AppError } from '../../../core/app-error.ts';
import type { JsonObject } from '../../../core/json.ts';

/** Names of Bedrock's modelled exceptions, and of AWS's common error for credentials that are not known. */
const nameByStatus: Record<AppError['status'], string> = {
  400: 'ValidationException',
  401: 'UnrecognizedClientException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  405: 'ValidationException',
  409: 'ConflictException',
  413: 'ValidationException',
  414: 'ValidationException',
  415: 'ValidationException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  501: 'ValidationException',
  502: 'ServiceUnavailableException',
  503: 'ServiceUnavailableException',
  504: 'ModelTimeoutException',
};

/** Renders a failure of ours. */
export function renderBedrockFailure(error: AppError): JsonObject {
  return { __type: nameByStatus[error.status], message: error.message };
}
