"use strict";

const page = document.getElementById("swagger-ui");
SwaggerUIBundle({ url: page.dataset.schema, domNode: page, deepLinking: true, tryItOutEnabled: true, validatorUrl: null });
